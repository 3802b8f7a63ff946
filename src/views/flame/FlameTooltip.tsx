import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { showAmount, showShare } from '../../base/figures.ts';
import { groupDigits } from '../../base/units.ts';
import type { ValueType } from '../../model/profile.ts';
import { SURENESS, surenessOf, TIERS } from '../../model/seam.ts';
import { useAction, useSay, useView } from '../context.ts';
import { Delta, deltaShare } from '../Delta.tsx';
import { FunctionName } from '../FunctionName.tsx';
import { shortPlace } from '../place.ts';
import { TierSample } from '../seam/TierSample.tsx';
import { typeName } from '../type-name.ts';
import css from './FlameTooltip.module.css';
import type { FlameHit } from './flame-props.ts';
import { type FrameInfo, frameInfo, sumAt } from './frame-info.ts';
import { type Counts, useCounts } from './use-counts.ts';
import type { ShownFlame } from './use-flame.ts';

const DELAY = 120;
const GAP = 10;
const EDGE = 8;

interface FlameTooltipProps {
  readonly hit: FlameHit | null;
  readonly shown: Pick<ShownFlame, 'treeId' | 'picture' | 'weights' | 'total' | 'sampleType'>;
  /** The upper half of a sandwich. */
  readonly callers: boolean;
  readonly rootLabel: string;
}

/**
 * The figures of the frame under the pointer: after 120 ms, 10 px below the frame or, without room, above it; never over
 * the hovered row. Space pins it, so that its text can be marked.
 */
export function FlameTooltip({ hit, shown, callers, rootLabel }: FlameTooltipProps) {
  const t = useSay();
  const [open, setOpen] = useState<FlameHit | null>(null);
  const [pinned, setPinned] = useState(false);
  const pointer = useRef(0);
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const onMove = (event: PointerEvent) => {
      pointer.current = event.clientX;
    };
    window.addEventListener('pointermove', onMove, { passive: true });
    return () => window.removeEventListener('pointermove', onMove);
  }, []);

  const showing = open !== null;
  const counts = useCounts(shown, callers, showing);
  useEffect(() => {
    if (pinned) return;
    if (hit === null || hit.kind === 'folded') {
      setOpen(null);
      return;
    }
    if (showing) {
      setOpen(hit);
      return;
    }
    const timer = setTimeout(() => setOpen(hit), DELAY);
    return () => clearTimeout(timer);
  }, [hit, pinned, showing]);

  useEffect(() => {
    if (!showing) return;
    const onKey = (event: KeyboardEvent) => {
      const field = event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|BUTTON)$/.test(event.target.tagName);
      if (event.code !== 'Space' || field) return;
      setPinned((on) => !on);
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [showing]);
  useAction('escape', () => {
    if (!pinned) return false;
    setPinned(false);
    return true;
  });

  useLayoutEffect(() => {
    const element = box.current;
    if (element === null || open === null || pinned) return;
    const { rect } = open;
    const { offsetWidth: width, offsetHeight: height } = element;
    const inside = Math.max(rect.left, Math.min(pointer.current - width / 3, rect.left + rect.width));
    const left = Math.max(EDGE, Math.min(window.innerWidth - width - EDGE, inside));
    const below = rect.top + rect.height + GAP;
    const above = rect.top - GAP - height;
    const top = below + height > window.innerHeight - EDGE && above > EDGE ? above : below;
    element.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  });

  if (open === null) return null;
  return createPortal(
    <div ref={box} role="tooltip" className={css.box} data-pinned={pinned || undefined}>
      {open.kind === 'merged' && open.merged !== null ? (
        <Merged merged={open.merged} shown={shown} />
      ) : (
        <Frame node={open.node} shown={shown} rootLabel={rootLabel} counts={counts} />
      )}
      {pinned ? <p className={css.hint}>{t('views.tooltip.pinned')}</p> : null}
    </div>,
    document.body,
  );
}

type Shown = FlameTooltipProps['shown'];

function Merged({ merged, shown }: { readonly merged: NonNullable<FlameHit['merged']>; readonly shown: Shown }) {
  const t = useSay();
  const target = useView((s) => s.lens.unit);
  const { unit } = shown.sampleType;
  return (
    <>
      <h3 className={css.name}>{t('views.tooltip.merged', { count: groupDigits(merged.siblings) })}</h3>
      <p className={css.place}>
        {t('views.tooltip.mergedText', { frames: groupDigits(merged.frames), stacks: groupDigits(merged.stacks) })}
      </p>
      <dl className={css.grid}>
        <dt>{t('views.total')}</dt>
        <dd>{showAmount(merged.size, unit, target)}</dd>
        <dd className={css.share}>{showShare(merged.size, shown.total)}</dd>
      </dl>
      <p className={css.line}>{t('views.tooltip.mergedZoom')}</p>
    </>
  );
}

function Frame({
  node,
  shown,
  rootLabel,
  counts,
}: {
  readonly node: number;
  readonly counts: Counts | null;
  readonly shown: Shown;
  readonly rootLabel: string;
}) {
  const t = useSay();
  const info = frameInfo(shown.picture, shown.weights, node);
  const place = shortPlace(info.file, info.line);
  const facts = [place, info.inlined ? t('views.inlinedIntoCaller') : ''].filter((x) => x !== '');
  return (
    <>
      <h3 className={css.name}>
        {info.name === '' ? rootLabel : <FunctionName name={info.name} strong />}
        {info.module === '' || facts.length > 0 ? null : <span className={css.module}> {info.module}</span>}
      </h3>
      {facts.length === 0 ? null : <p className={css.place}>{facts.join(' · ')}</p>}
      {info.before === null ? (
        <Plain info={info} type={shown.sampleType} total={shown.total}>
          {counts === null ? null : (
            <Count
              name={typeName(t, counts.type)}
              count={sumAt(shown.picture, counts.value, node)}
              value={info.total}
              unit={shown.sampleType.unit}
            />
          )}
        </Plain>
      ) : (
        <Compared info={info} before={info.before} type={shown.sampleType} />
      )}
      <Joined entry={shown.picture.tier?.[node] ?? 0} />
    </>
  );
}

/** How the C side was joined to its Go callers. */
function Joined({ entry }: { readonly entry: number }) {
  const t = useSay();
  const tier = TIERS[entry - 1];
  if (tier === undefined) return null;
  return (
    <p className={css.joined}>
      <TierSample entry={entry} />
      <b>{t(`seam.sure.${SURENESS[surenessOf(entry) - 1]}`)}</b>
      {t(`seam.tier.${tier}`)}
    </p>
  );
}

interface PlainProps {
  readonly info: FrameInfo;
  readonly type: ValueType;
  readonly total: number;
  readonly children: ReactNode;
}

function Plain({ info, type, total, children }: PlainProps) {
  const t = useSay();
  const target = useView((s) => s.lens.unit);
  const row = (label: string, value: number, whole: number) => (
    <>
      <dt>{label}</dt>
      <dd>{showAmount(value, type.unit, target)}</dd>
      <dd className={css.share}>{showShare(value, whole)}</dd>
    </>
  );
  return (
    <dl className={css.grid}>
      {row(t('views.totalCum'), info.total, total)}
      {row(t('views.selfFlat'), info.self, total)}
      {children}
      <dt>{t('views.ofParent')}</dt>
      <dd />
      <dd className={css.share}>{showShare(info.total, info.parent)}</dd>
    </dl>
  );
}

interface CountProps {
  readonly name: string;
  readonly count: number;
  readonly value: number;
  readonly unit: string;
}

/** How many they are, and how large each is on average: `allocations 400, 3 000 B each`. */
function Count({ name, count, value, unit }: CountProps) {
  const t = useSay();
  const each = Math.round(value / count);
  // Objects are known by their size class: 3 000 B says more than 2.93 kB.
  const small = unit === 'bytes' && each < 10_000;
  return (
    <>
      <dt>{name}</dt>
      <dd>{groupDigits(Math.round(count))}</dd>
      <dd className={css.share}>
        {count > 0 ? t('views.tooltip.each', { amount: showAmount(each, unit, small ? 'B' : 'auto') }) : null}
      </dd>
    </>
  );
}

interface ComparedProps {
  readonly info: FrameInfo;
  readonly before: NonNullable<FrameInfo['before']>;
  readonly type: ValueType;
}

function Compared({ info, before, type }: ComparedProps) {
  const t = useSay();
  const target = useView((s) => s.lens.unit);
  return (
    <>
      <dl className={css.grid}>
        <dt>{t('views.before')}</dt>
        <dd>{showAmount(before.total, type.unit, target)}</dd>
        <dd />
        <dt>{t('views.after')}</dt>
        <dd>{showAmount(info.total, type.unit, target)}</dd>
        <dd />
        <dt>Δ</dt>
        <dd>
          <Delta value={info.total - before.total} unit={type.unit} target={target} veiled={info.veiled} />
        </dd>
        <dd className={css.share}>{deltaShare(before.total, info.total, { fresh: t('views.new') })}</dd>
        {before.grew > 0 && before.shrank > 0 ? (
          <>
            <dt>{t('views.change.grew')}</dt>
            <dd>
              <Delta value={before.grew} unit={type.unit} target={target} />
            </dd>
            <dd />
            <dt>{t('views.change.shrank')}</dt>
            <dd>
              <Delta value={-before.shrank} unit={type.unit} target={target} />
            </dd>
            <dd />
          </>
        ) : null}
      </dl>
      {info.veiled ? <p className={css.line}>{t('views.withinNoise')}</p> : null}
    </>
  );
}
