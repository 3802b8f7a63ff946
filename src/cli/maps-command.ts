import { answerMemoryMap } from '../analysis/memory-map/answer.ts';
import { formatValue } from '../base/units.ts';
import type { MapFigures, MapUnitRow, MemoryMapAnswer } from '../model/map-answers.ts';
import type { DecodedSource } from '../model/source.ts';
import type { Json } from './json.ts';
import type { ReadFile } from './read.ts';
import { sayText } from './say.ts';
import type { Print } from './text.ts';

/**
 * The snapshots that the files of `leaklens maps` mean: of one file its first and last, of several the last of the first
 * file and of the last. Mappings go before sums (status, smaps_rollup), and only like is compared with like. Null: no file
 * holds a process map.
 */
export function memoryMapOf(files: readonly ReadFile[]): Omit<MemoryMapAnswer, 'missing'> | null {
  const all = files.flatMap((file) => file.sources.filter((s) => s.maps !== undefined));
  const kindOf = ({ maps, flavor }: DecodedSource) => (maps?.addressed === false ? flavor : '');
  const newest = all[all.length - 1];
  const kind = newest === undefined || all.some((s) => kindOf(s) === '') ? '' : kindOf(newest);
  const perFile = files
    .map((file) => file.sources.flatMap((s) => (s.maps === undefined || kindOf(s) !== kind ? [] : [s.maps])))
    .filter((maps) => maps.length > 0);
  const first = perFile[0];
  const last = perFile[perFile.length - 1];
  const after = last?.[last.length - 1];
  if (first === undefined || after === undefined) return null;
  const base = perFile.length > 1 ? first[first.length - 1] : first[0];
  return answerMemoryMap(base === undefined || base === after ? null : base, after);
}

/** Figures of a unit that is gone are 0; those that no file prints are null. */
function bytes(figures: MapFigures | null, of: keyof MapFigures): number | null {
  const value = figures === null ? 0 : figures[of];
  return Number.isNaN(value) ? null : value;
}

function delta(row: Pick<MapUnitRow, 'before' | 'after'>, of: keyof MapFigures): number | null {
  const after = bytes(row.after, of);
  const before = bytes(row.before, of);
  return after === null || before === null ? null : after - before;
}

/** `maps --json`. */
export function mapsJson(answer: Omit<MemoryMapAnswer, 'missing'>): Json {
  return answer.rows.map((row) => {
    const change = answer.before === null ? null : delta(row, 'rss');
    return {
      unit: row.unit,
      name: row.name,
      sizeBytes: bytes(row.after, 'size'),
      rssBytes: bytes(row.after, 'rss'),
      dirtyBytes: bytes(row.after, 'dirty'),
      ...(change === null ? {} : { deltaRssBytes: change }),
    };
  });
}

const WIDTH = 13;

/** `maps` as text: one line per unit, the sums first. */
export function printMaps(answer: Omit<MemoryMapAnswer, 'missing'>, print: Print): void {
  const compared = answer.before !== null;
  const line = (cells: readonly string[], name: string) =>
    print(`${cells.map((c) => c.padStart(WIDTH)).join('')}  ${name}`.trimEnd());
  const show = (value: number | null, signed = false) =>
    value === null ? '-' : `${signed && value > 0 ? '+' : ''}${formatValue(value, 'bytes')}`;
  const cells = (row: Pick<MapUnitRow, 'before' | 'after'>) => [
    ...(compared ? [show(delta(row, 'rss'), true), show(delta(row, 'size'), true)] : []),
    ...(['rss', 'size', 'dirty'] as const).map((of) => show(bytes(row.after, of))),
  ];
  const heads = [...(compared ? ['rssDelta', 'sizeDelta'] : []), 'rss', 'size', 'dirty'];
  line(
    heads.map((h) => sayText(`cli.maps.${h}`)),
    sayText('cli.maps.unit'),
  );
  line(cells(answer), sayText('cli.maps.total'));
  for (const row of answer.rows) line(cells(row), `${sayText(`maps.unit.${row.unit}`)}  ${row.name}`);
}
