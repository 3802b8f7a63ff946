import { useState } from 'react';
import { useStore } from 'zustand';
import { showAmount } from '../../base/figures.ts';
import { showTime } from '../../draw/time-scale.ts';
import type { AxisSource, TimelineAnswer } from '../../model/timeline-answers.ts';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useApp, useSay, useView } from '../context.ts';
import { aligning, isByHand, withOffset } from './align.ts';
import css from './Timeline.module.css';

/** How a source's clock was related, in words, with its error. */
export function useClockText(): (source: Pick<AxisSource, 'method' | 'errorNs' | 'captured'>) => string {
  const t = useSay();
  const within = (errorNs: number): string =>
    Number.isNaN(errorNs) ? t('timeline.noError') : `± ${showAmount(Math.round(errorNs), 'ns')}`;
  return ({ method, errorNs, captured }) => {
    const how = t(`timeline.method.${method.replaceAll(' ', '-')}`);
    const exact = method === 'none' || method === 'reference' || method === 'manual' || errorNs === 0;
    const clock = exact ? how : `${how} · ${within(errorNs)}`;
    if (captured === undefined || captured.by === method) return clock;
    // The clock of its pauses is known, the moment of its figures is not.
    const by = t(`timeline.method.${captured.by.replaceAll(' ', '-')}`);
    return `${clock} · ${t('timeline.figuresBy', { by, error: within(captured.errorNs) })}`;
  };
}

interface ClocksPaneProps {
  readonly answer: TimelineAnswer;
  readonly titleOf: (key: string) => string;
}

/** Every source on the axis: its clock, its place, how that was found and how far it may be off; with the hands to move it. */
export function ClocksPane({ answer, titleOf }: ClocksPaneProps) {
  const t = useSay();
  return (
    <div className={css.clocks}>
      <table className={css.pauses}>
        <thead>
          <tr>
            {(['source', 'clock', 'method', 'begins'] as const).map((name) => (
              <th key={name} scope="col">
                {t(`timeline.column.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {answer.sources.map((s) => (
            <ClockRow key={s.key} source={s} title={titleOf(s.key)} />
          ))}
          {answer.unplaced.map((key) => (
            <tr key={key}>
              <th scope="row">{titleOf(key)}</th>
              <td>{t('timeline.clock.wall')}</td>
              <td className={css.warning}>{t('timeline.method.none')}</td>
              <td>—</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={css.note}>{t('timeline.alignHelp')}</p>
      {answer.isolated === 0 ? null : <p className={css.alert}>{t('timeline.isolated', { count: answer.isolated })}</p>}
    </div>
  );
}

function ClockRow({ source, title }: { readonly source: AxisSource; readonly title: string }) {
  const t = useSay();
  const { view } = useApp();
  const clockText = useClockText();
  const byHand = useView((s) => isByHand(s.lens.align, source.key));
  const dragged = useStore(aligning, (s) => s.dragging === source.key);
  const own = source.method === 'reference' || (source.kind === 'samples' && source.offset === null);
  return (
    <tr>
      <th scope="row">{title}</th>
      <td>{t(`timeline.clock.${source.clock}`)}</td>
      <td className={source.shift === null ? css.warning : undefined}>{clockText(source)}</td>
      <td>
        {own ? (
          showTime(source.begin, 1e6)
        ) : (
          <span className={css.place}>
            <BeginField key={source.begin} source={source} title={title} />
            <Button
              kind={dragged ? 'primary' : 'quiet'}
              aria-pressed={dragged}
              onClick={() => aligning.setState({ dragging: dragged ? null : source.key })}
            >
              {t('timeline.drag')}
            </Button>
            <Button
              kind="quiet"
              disabled={!byHand}
              onClick={() => view.setLens({ align: withOffset(view.store.getState().lens.align, source.key, null) })}
            >
              {t('timeline.reset')}
            </Button>
          </span>
        )}
      </td>
    </tr>
  );
}

/** When the source begins on the axis, in seconds: what is written there moves it. */
function BeginField({ source, title }: { readonly source: AxisSource; readonly title: string }) {
  const t = useSay();
  const { view } = useApp();
  const [text, setText] = useState((source.begin / 1e9).toFixed(6));
  const seconds = /^[-−]?\d+(?:\.\d+)?$/.test(text.trim()) ? Number(text.trim().replace('−', '-')) : Number.NaN;
  const apply = () => {
    if (Number.isNaN(seconds) || source.offset === null) return;
    const by = BigInt(Math.round(seconds * 1e9 - source.begin));
    if (by === 0n) return;
    const { align } = view.store.getState().lens;
    view.setLens({ align: withOffset(align, source.key, BigInt(source.offset) + by) });
  };
  return (
    <TextField
      label={t('timeline.beginsAt', { name: title })}
      value={text}
      problem={Number.isNaN(seconds) ? t('timeline.noNumber') : undefined}
      trailing="s"
      className={css.beginField}
      onChange={(e) => setText(e.target.value)}
      onBlur={apply}
      onKeyDown={(e) => {
        if (e.key === 'Enter') apply();
        if (e.key !== 'Escape') e.stopPropagation();
      }}
    />
  );
}
