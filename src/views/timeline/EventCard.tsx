import { X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { showAmount } from '../../base/figures.ts';
import type { DrawnMark } from '../../draw/timeline-marks.ts';
import type { AxisSource, TimelineAnswer, TrackInfo, TrackTable } from '../../model/timeline-answers.ts';
import { setRole, showMaps } from '../../state/sources.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { useApp, useSay, useSession, useView } from '../context.ts';
import { useAnswer } from '../use-answer.ts';
import { axisLens } from './moments.ts';
import { SameEvent } from './SameEvent.tsx';
import css from './Timeline.module.css';
import { columnName, showValue } from './timeline-words.ts';
import { whenText } from './when.ts';

export type Chosen =
  | { readonly kind: 'mark'; readonly key: string }
  | {
      readonly kind: 'event';
      readonly track: string;
      /** Row of the track's table; -1: the one nearest to `at`. */
      readonly row: number;
      readonly at: number;
      /** Where to look for it. */
      readonly range: { readonly from: number; readonly to: number };
    };

interface CardProps {
  readonly chosen: Chosen;
  readonly answer: TimelineAnswer;
  readonly marks: readonly DrawnMark[];
  readonly wallZero: number | null;
  readonly resolution: number;
  readonly onClose: () => void;
}

/** Everything of one event or snapshot. */
export function EventCard({ chosen, answer, marks, wallZero, resolution, onClose }: CardProps): ReactNode {
  const t = useSay();
  const box = useRef<HTMLElement>(null);
  const info = chosen.kind === 'event' ? answer.tracks.find((track) => track.id === chosen.track) : undefined;
  const source = answer.sources.find((s) => s.key === info?.source);
  const mark = chosen.kind === 'mark' ? marks.find((m) => m.key === chosen.key) : undefined;
  const title =
    mark?.title ?? (info === undefined ? '' : t(`timeline.track.${info.kind === 'spans' ? 'regions' : info.kind}`));
  useEffect(() => box.current?.focus({ preventScroll: true }), []);
  return (
    <section ref={box} tabIndex={-1} className={css.card} style={{ top: 32, right: 20 }} aria-label={title}>
      <div className={css.cardHead}>
        <h3>{title}</h3>
        <IconButton small label={t('timeline.close')} icon={<X />} onClick={onClose} />
      </div>
      {mark !== undefined ? (
        <MarkFacts mark={mark} marks={marks} wallZero={wallZero} resolution={resolution} />
      ) : chosen.kind === 'event' && info !== undefined ? (
        <RowFacts chosen={chosen} info={info} source={source} wallZero={wallZero} />
      ) : null}
    </section>
  );
}

function RowFacts({
  chosen,
  info,
  source,
  wallZero,
}: {
  readonly chosen: Extract<Chosen, { kind: 'event' }>;
  readonly info: TrackInfo;
  readonly source: AxisSource | undefined;
  readonly wallZero: number | null;
}) {
  const t = useSay();
  const { engine } = useApp();
  const timelines = useView((s) => s.lens.timelines);
  const align = useView((s) => s.lens.align);
  const question = { lens: axisLens({ timelines, align }), track: info.id, range: chosen.range };
  const { answer } = useAnswer(question, (asked) => engine.trackTable(asked, 'card'));
  if (answer === undefined) return null;
  const row = rowOf(answer, chosen);
  if (row < 0) return <p className={css.note}>{t('timeline.noEvent')}</p>;
  const begin = answer.columns.find((c) => c.unit === 'time')?.values[row];
  const name = t(`timeline.track.${info.kind === 'spans' ? 'regions' : info.kind}`);
  return (
    <>
      <dl className={css.figures}>
        {answer.columns.map(({ name, unit, values, words }) => {
          const value = values[row] ?? Number.NaN;
          if (Number.isNaN(value)) return null;
          const word = words?.[value];
          const text =
            unit === 'time'
              ? whenText(value, 1, wallZero)
              : word !== undefined
                ? wordOf(t, word)
                : showValue(value, unit);
          return (
            <div key={name} style={{ display: 'contents' }}>
              <dt>{columnName(t, name)}</dt>
              <dd title={unit === 'bytes' ? `${value} bytes` : undefined}>{text}</dd>
            </div>
          );
        })}
      </dl>
      {begin === undefined || source?.offset == null ? null : (
        <div className={css.buttons}>
          <SameEvent source={source.key} offset={source.offset} time={begin} name={name} />
        </div>
      )}
    </>
  );
}

/** Words of a table that are ours; names of functions and kinds stay as they are. */
export function wordOf(t: (key: string) => string, word: string): string {
  return word === 'yes' || word === 'no' ? t(`timeline.word.${word}`) : word === '' ? t('timeline.word.unknown') : word;
}

function rowOf(table: TrackTable, { row, at }: Extract<Chosen, { kind: 'event' }>): number {
  if (row >= 0) return table.row.indexOf(row);
  const times = table.columns.find((c) => c.unit === 'time')?.values;
  let best = -1;
  for (let i = 0; i < table.length; i++) {
    const away = Math.abs((times?.[i] ?? Number.NaN) - at);
    if (best < 0 || away < Math.abs((times?.[best] ?? Number.NaN) - at)) best = i;
  }
  return best;
}

interface MarkFactsProps {
  readonly mark: DrawnMark;
  readonly marks: readonly DrawnMark[];
  readonly wallZero: number | null;
  readonly resolution: number;
}

function MarkFacts({ mark, marks, wallZero, resolution }: MarkFactsProps) {
  const t = useSay();
  const app = useApp();
  const lens = useView((s) => s.lens);
  const unixNs = useSession((s) => BigInt(s.sources.find((x) => x.facts.key === mark.key)?.facts.timeNanos ?? '0'));
  const ofMap = mark.kind === 'maps';
  // What may have been earlier or later, for all that is known.
  const unordered = marks.filter(
    (m) =>
      m.key !== mark.key && Math.abs(m.end - mark.end) <= (m.errorNs || 0) + (mark.errorNs || 0) && m.end !== mark.end,
  );
  const open = () => {
    if (ofMap) showMaps(app, [mark.key]);
    else app.view.go('flame', { ...lens, sources: [mark.key], compare: null, root: [] });
  };
  return (
    <>
      <dl className={css.figures}>
        <dt>{t(`timeline.mark.${mark.kind}`)}</dt>
        <dd>{whenText(mark.end, resolution, wallZero)}</dd>
        {mark.kind === 'heap' && mark.begin < mark.end ? (
          <>
            <dt>{t('timeline.mark.lastGc')}</dt>
            <dd>{whenText(mark.begin, resolution, wallZero)}</dd>
          </>
        ) : null}
        <dt>{t('timeline.column.error')}</dt>
        <dd>{Number.isNaN(mark.errorNs) ? t('timeline.byHand') : showAmount(Math.round(mark.errorNs), 'ns')}</dd>
      </dl>
      {unordered.length === 0 ? null : (
        <p className={css.note}>
          {t('timeline.unordered', {
            names: unordered
              .slice(0, 3)
              .map((m) => m.title)
              .join(', '),
          })}
        </p>
      )}
      <div className={css.buttons}>
        <Button onClick={open}>{t('timeline.open')}</Button>
        <Button kind="quiet" onClick={() => void setRole(app, mark.key, 'base')}>
          {t('shell.setBase')}
        </Button>
        <Button kind="quiet" onClick={() => void setRole(app, mark.key, 'after')}>
          {t('shell.setAfter')}
        </Button>
        <SameEvent
          source={mark.key}
          offset={String(BigInt(Math.round(mark.end)) - unixNs)}
          time={mark.end}
          name={mark.title}
        />
      </div>
    </>
  );
}
