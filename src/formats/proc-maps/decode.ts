import { MemoryMapBuilder } from '../../model/maps.ts';
import type { ReportBuilder } from '../../model/report-builder.ts';
import type { AnySource } from '../../model/source.ts';
import type { ByteSource } from '../format.ts';
import { type Line, scanLines } from '../lines.ts';
import { kib, mapSource, snapshotName } from '../map-source.ts';
import { type MapsLine, mapsName, parseMapsLine } from '../maps-line.ts';
import { stampLine } from '../unix-time.ts';
import { type Moment, pointsOf } from './points.ts';
import { addSum, hasRss, statusSource } from './sums.ts';

const FIGURE = /^(\w+):\s+(\d+)( kB)?\s*$/;
const FLAGS = /^VmFlags:/;
const STATUS_FIELD = /^(\w+):\t[\t ]*(.*)$/;

/** A part of the file that becomes a source. */
type Part =
  | { readonly kind: 'map'; readonly map: MemoryMapBuilder; figures: boolean }
  | ({ readonly kind: 'rollup'; readonly map: MemoryMapBuilder } & Moment)
  | ({ readonly kind: 'status' } & Moment);

/**
 * Reads what /proc/PID/maps, smaps, smaps_rollup and status print, alone or one after the other in one file. The kernel
 * prints mappings in ascending order, so one that goes back begins the next snapshot.
 */
export async function decodeProc(source: ByteSource, report: ReportBuilder): Promise<readonly AnySource[]> {
  const reader = new Reader(report);
  await scanLines(source, (line) => reader.take(line));
  if (source.problem !== null) report.fail(source.problem);
  const sources = reader.finish();
  return [...sources, ...pointsOf(reader.moments(), source.lastModified, report)];
}

class Reader {
  private readonly parts: Part[] = [];
  private readonly report: ReportBuilder;
  /** The newest mapping has no figures yet. */
  private bare = false;
  /** The time that was printed before what comes next. */
  private stated: bigint | null = null;

  constructor(report: ReportBuilder) {
    this.report = report;
  }

  take(line: Line): undefined {
    if (line.blank) return;
    const text = line.text();
    const entry = parseMapsLine(text);
    if (entry !== null && entry.limit >= entry.start) this.mapping(entry);
    else if (!this.field(text) && !this.figure(text)) this.stamp(text, line);
  }

  private stamp(text: string, line: Line): void {
    const stated = stampLine(text);
    if (stated === null) this.report.skip({ key: 'maps.skip.line' }, line.place);
    else this.stated = stated;
  }

  private mapping(entry: MapsLine): void {
    const last = this.parts[this.parts.length - 1];
    this.report.records++;
    if (entry.name === '[rollup]') {
      const map = new MemoryMapBuilder();
      addSum(map, entry.name, Number.NaN);
      this.parts.push({ kind: 'rollup', map, fields: new Map(), statedUnixNs: this.stated });
      return;
    }
    let part = last?.kind === 'map' && entry.start >= last.map.lastStart ? last : undefined;
    if (part === undefined) this.parts.push((part = { kind: 'map', map: new MemoryMapBuilder(), figures: false }));
    part.map.add({ ...entry, name: mapsName(entry.name) });
    this.bare = true;
  }

  /** A field of status: a tab follows its name, spaces those of smaps. */
  private field(text: string): boolean {
    const [, key = '', value = ''] = STATUS_FIELD.exec(text) ?? [];
    if (key === 'Name') this.parts.push({ kind: 'status', fields: new Map(), statedUnixNs: this.stated });
    const part = this.parts[this.parts.length - 1];
    if (key === '' || part?.kind !== 'status') return false;
    part.fields.set(key, value.trim());
    this.report.records++;
    return true;
  }

  private figure(text: string): boolean {
    const part = this.parts[this.parts.length - 1];
    if (part === undefined || part.kind === 'status') return false;
    const [, key = '', value = '', unit] = FIGURE.exec(text) ?? [];
    if (key === '') return FLAGS.test(text);
    const amount = unit === undefined ? Number(value) : kib(value);
    part.map.figure(key, amount, unit === undefined ? '' : 'bytes');
    if (part.kind === 'rollup') {
      part.map.total(key, amount);
      part.fields.set(key, `${value}${unit ?? ''}`);
    } else part.figures = true;
    this.bare = false;
    return true;
  }

  /** The sums that tell one moment of the process. */
  moments(): readonly Moment[] {
    return this.parts.flatMap((part) => (part.kind === 'map' ? [] : [part]));
  }

  finish(): readonly AnySource[] {
    const { parts, report } = this;
    const last = parts[parts.length - 1];
    if (parts.length === 0) report.fail({ what: { key: 'maps.none' } });
    if (last?.kind === 'map' && last.figures && this.bare) report.fail({ what: { key: 'maps.cut' } });
    if (last?.kind === 'status' && parts.length === 1 && !hasRss(last.fields)) {
      report.fail({ what: { key: 'maps.noRss' } });
    }
    let process: { readonly pid: number; readonly command: string } = { pid: 0, command: '' };
    return parts.map((part, i) => {
      const name = snapshotName(i, parts.length);
      if (part.kind === 'status') {
        const status = statusSource(part.fields, name);
        process = { pid: status.maps?.pid ?? 0, command: status.maps?.command ?? '' };
        return status;
      }
      if (part.kind === 'rollup') {
        return mapSource(name, 'smaps_rollup', part.map.finish({ ...process, addressed: false }));
      }
      return mapSource(name, part.figures ? 'smaps' : 'maps', part.map.finish(process));
    });
  }
}
