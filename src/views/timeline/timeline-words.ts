import { useMemo } from 'react';
import { showAmount } from '../../base/figures.ts';
import { groupDigits, scaleValue } from '../../base/units.ts';
import type { TrackInfo } from '../../model/timeline-answers.ts';
import { type Say, useSay } from '../context.ts';

/** A value of a track or of its table, with its unit. */
export function showValue(value: number, unit: string): string {
  if (Number.isNaN(value)) return '—';
  switch (unit) {
    case 'bytes/s':
      return `${showAmount(Math.round(value), 'bytes')}/s`;
    case 'percent':
      return `${value.toFixed(value < 10 ? 1 : 0)}\u202f%`;
    case 'ratio':
      return `${(value * 100).toFixed(2)}\u202f%`;
    case 'id':
      return String(value);
    case 'bytes':
    case 'nanoseconds':
      return showAmount(Math.round(value), unit);
    default:
      return Number.isInteger(value) ? groupDigits(value) : value.toPrecision(4);
  }
}

/** A slope with its interval in the same unit: `1.21 MB/s (1.17 … 1.26)`. */
export function slopeText(slope: number, low: number, high: number, unit: string): string {
  const scaled = scaleValue(
    Math.max(Math.abs(slope), Math.abs(low), Math.abs(high)),
    unit === 'bytes' ? 'bytes' : 'count',
    'auto',
  );
  const factor = scaled.value === 0 ? 1 : Math.max(Math.abs(slope), Math.abs(low), Math.abs(high)) / scaled.value;
  const figure = (v: number) => `${v < 0 ? '\u2212' : ''}${Math.abs(v / factor).toPrecision(3)}`;
  return `${figure(slope)}\u202f${scaled.unit}/s (${figure(low)} … ${figure(high)})`;
}

/** A tick of a track's scale: short. */
export function showTickValue(value: number, unit: string): string {
  return showValue(value, unit)
    .replace(/\.0+(?=\u202f|$)/, '')
    .replace(/(\.\d*?)0+(?=\u202f|$)/, '$1')
    .replace(/(\d{2})\.\d(?=\u202f)/, '$1');
}

/** Name of a track and what its head says beside it. */
export function useTrackHead(
  info: TrackInfo,
  source: string | null,
): { readonly name: string; readonly lines: readonly string[] } {
  const t = useSay();
  return useMemo(() => {
    const { kind, figures, bound, layers } = info;
    const lines: string[] = [];
    const count = (name: string) => groupDigits(figures[name] ?? 0);
    if (kind === 'pauses') {
      const forced = figures.forced ?? 0;
      lines.push(
        t(forced === 0 ? 'timeline.head.cycles' : 'timeline.head.cyclesForced', {
          cycles: count('cycles'),
          forced: count('forced'),
        }),
      );
      lines.push(t(`timeline.head.${bound === 'upper' ? 'upper' : 'lower'}`));
    } else if (kind === 'sites') lines.push(t('timeline.head.seen', { count: count('seen') }));
    else if (kind === 'cgo') lines.push(t('timeline.head.calls', { count: count('calls') }));
    else if (kind === 'threads')
      lines.push(t('timeline.head.samples', { samples: count('samples'), threads: count('threads') }));
    else if (kind === 'procs') lines.push(t('timeline.head.threads', { count: count('threads') }));
    else if (kind !== 'spans')
      lines.push(
        layers
          .map((l) => layerName(t, l.name))
          .filter((name) => name !== '')
          .join(' · '),
      );
    if (source !== null) lines.push(source);
    const spans = figures.region === undefined ? 'tasks' : 'regions';
    return { name: t(kind === 'spans' ? `timeline.track.${spans}` : `timeline.track.${kind}`), lines };
  }, [t, info, source]);
}

/** A layer's name in words where it is ours, else as the source has it. */
export function layerName(t: Say, name: string): string {
  const key = `timeline.layer.${name.replace(/\W+/g, '-')}`;
  const said = t(key);
  return said === key ? name : said;
}

/** Name of a column of a track's table. */
export function columnName(t: Say, name: string): string {
  const key = `timeline.column.${name}`;
  const said = t(key);
  return said === key ? name : said;
}
