import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import { showAmount } from '../../base/figures.ts';
import { groupDigits } from '../../base/units.ts';
import type { TrackHit } from '../../draw/timeline-hit.ts';
import type { DrawnMark } from '../../draw/timeline-marks.ts';
import type { TrackInfo } from '../../model/timeline-answers.ts';
import { useSay } from '../context.ts';
import css from './Timeline.module.css';
import { layerName, showValue } from './timeline-words.ts';
import { whenText } from './when.ts';

export type Hover =
  | { readonly kind: 'track'; readonly info: TrackInfo; readonly hit: TrackHit; readonly x: number; readonly y: number }
  | { readonly kind: 'mark'; readonly mark: DrawnMark; readonly x: number; readonly y: number };

interface TooltipProps {
  readonly hover: Hover;
  readonly resolution: number;
  readonly wallZero: number | null;
}

const GAP = 14;

/** What is under the pointer, beside it. */
export function TimelineTooltip({ hover, resolution, wallZero }: TooltipProps): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const { width, height } = element.getBoundingClientRect();
    const left = hover.x + GAP + width > innerWidth ? hover.x - GAP - width : hover.x + GAP;
    const top = hover.y + GAP + height > innerHeight ? hover.y - GAP - height : hover.y + GAP;
    element.style.transform = `translate(${Math.max(4, left)}px, ${Math.max(4, top)}px)`;
  });
  return createPortal(
    <div ref={box} className={css.tooltip} role="tooltip">
      {hover.kind === 'mark' ? (
        <MarkText mark={hover.mark} resolution={resolution} wallZero={wallZero} />
      ) : (
        <HitText info={hover.info} hit={hover.hit} resolution={resolution} wallZero={wallZero} />
      )}
    </div>,
    document.body,
  );
}

function MarkText({
  mark,
  resolution,
  wallZero,
}: {
  readonly mark: DrawnMark;
  readonly resolution: number;
  readonly wallZero: number | null;
}) {
  const t = useSay();
  return (
    <>
      <h3>{mark.title}</h3>
      <dl className={css.figures}>
        <dt>{t(`timeline.mark.${mark.kind}`)}</dt>
        <dd>{whenText(mark.end, resolution, wallZero)}</dd>
        {mark.kind === 'heap' && mark.begin < mark.end ? (
          <>
            <dt>{t('timeline.mark.lastGc')}</dt>
            <dd>−{showAmount(Math.round(mark.end - mark.begin), 'ns')}</dd>
          </>
        ) : null}
        <dt>{t('timeline.column.error')}</dt>
        <dd>{Number.isNaN(mark.errorNs) ? t('timeline.byHand') : showAmount(Math.round(mark.errorNs), 'ns')}</dd>
      </dl>
    </>
  );
}

interface HitTextProps {
  readonly info: TrackInfo;
  readonly hit: TrackHit;
  readonly resolution: number;
  readonly wallZero: number | null;
}

function HitText({ info, hit, resolution, wallZero }: HitTextProps) {
  const t = useSay();
  const { event } = hit;
  const role = event === null ? undefined : info.layers[event.layer]?.role;
  return (
    <>
      <h3>
        {event === null ? whenText(hit.time, resolution, wallZero) : whenText(event.begin, resolution / 10, wallZero)}
      </h3>
      <dl className={css.figures}>
        {hit.values.map(({ layer, value }) => (
          <Pair
            key={layer}
            name={layerName(t, info.layers[layer]?.name ?? '') || t(`timeline.track.${info.kind}`)}
            value={showValue(ownValue(info, hit, layer, value), info.unit)}
          />
        ))}
        {event === null ? null : role === 'heat' ? (
          <Pair name={info.lanes[event.lane] ?? ''} value={t('timeline.samples', { count: event.count })} />
        ) : (
          <>
            <Pair name={t(`timeline.event.${role ?? 'span'}`)} value={showValue(event.value, 'nanoseconds')} />
            {event.lane >= 0 && info.lanes.length > 0 ? (
              <Pair name={t('timeline.name')} value={info.lanes[event.lane] ?? ''} />
            ) : null}
          </>
        )}
      </dl>
      {event !== null && role !== 'heat' && event.count > 1 ? (
        <p className={css.note}>
          {t(event.row < 0 ? 'timeline.joined' : 'timeline.longestOf', { count: groupDigits(event.count) })}
        </p>
      ) : null}
    </>
  );
}

/** Stacked layers hold sums: what is shown is the part of its own. */
function ownValue(info: TrackInfo, hit: TrackHit, layer: number, value: number): number {
  if (info.layers[layer]?.role !== 'stack') return value;
  const below = hit.values.find((v) => v.layer === layer - 1 && info.layers[v.layer]?.role === 'stack');
  return value - (below?.value ?? 0);
}

function Pair({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}
