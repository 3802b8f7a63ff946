import { ProfileBuilder } from '../../model/profile-builder.ts';
import type { ReportBuilder } from '../../model/report-builder.ts';
import type { DecodedSource } from '../../model/source.ts';
import type { ByteSource } from '../format.ts';
import { type Line, scanLines } from '../lines.ts';
import { frameInput, parseBccFrame, parseLibbpfFrame, splitBytesLiteral } from './frame.ts';

const REPORT = /^\[(\d{1,2}):(\d{1,2}):(\d{1,2})\] Top (\d+) stacks with outstanding allocations:\s*$/;
const STACK = /^(\s*)(\d+) bytes in (\d+) allocations from stack\s*$/;
const ADDRESS = /^\s+addr = (?:0x)?([0-9a-f]+) size = (\d+)\s*$/;
/** Lines of either tool that are no data. */
const CHATTER =
  /^(?:using (?:default object|page size)|tracing kernel|Tracing outstanding|Attaching to|Executing '|done$|Hit Ctrl-C)/;
const DAY_SECONDS = 86_400;

export const MEMLEAK_TYPES = [
  { type: 'allocations', unit: 'count' },
  { type: 'outstanding', unit: 'bytes' },
] as const;

interface Report {
  /** Seconds of the day, as printed. */
  readonly seconds: number;
  readonly label: string;
  readonly builder: ProfileBuilder;
  readonly mappings: Map<string, number>;
}

/** Reads memleak's interval reports, bcc (python) or libbpf-tools; each report becomes a source of its own. */
export async function decode(source: ByteSource, report: ReportBuilder): Promise<readonly DecodedSource[]> {
  const reader = new Reader(report);
  await scanLines(source, (line) => reader.take(line));
  reader.endStack();
  if (source.problem !== null) report.fail(source.problem);
  const { reports } = reader;
  if (reports.length === 0) report.fail({ what: { key: 'memleak.noReports' } });
  const times = unixNanos(
    reports.map((r) => r.seconds),
    source.lastModified,
  );
  if (source.lastModified > 0 && reports.length > 0) report.guess({ key: 'memleak.guess.date' });
  return reports.map((r, i) => ({
    kind: 'profile',
    name: reports.length === 1 ? '' : `${String(i + 1).padStart(String(reports.length).length, '0')} · ${r.label}`,
    flavor: 'memleak',
    profile: r.builder.finish({ timeNanos: times[i] ?? 0n, defaultSampleTypeName: 'outstanding' }),
    isDiff: false,
  }));
}

/**
 * Unix times of reports that print only the time of day: the last one is taken to be on the file's date, at or before its
 * change; a time that falls back by more than half a day has passed midnight. All 0 without a file date.
 */
export function unixNanos(secondsOfDay: readonly number[], fileMillis: number): readonly bigint[] {
  if (fileMillis <= 0 || secondsOfDay.length === 0) return secondsOfDay.map(() => 0n);
  let day = 0;
  const days = secondsOfDay.map((s, i) => {
    const before = secondsOfDay[i - 1];
    if (before !== undefined && before - s > DAY_SECONDS / 2) day++;
    return day;
  });
  const changed = new Date(fileMillis);
  const midnight = new Date(changed.getFullYear(), changed.getMonth(), changed.getDate()).getTime() / 1000;
  const last = secondsOfDay[secondsOfDay.length - 1] as number;
  const late = midnight + last > fileMillis / 1000 + 60 ? 1 : 0;
  return secondsOfDay.map(
    (s, i) => BigInt(Math.round(midnight + s + ((days[i] as number) - day - late) * DAY_SECONDS)) * 1_000_000_000n,
  );
}

class Reader {
  readonly reports: Report[] = [];
  private readonly report: ReportBuilder;
  private python = false;
  private stack: { bytes: number; count: number; locations: number[] } | null = null;

  constructor(report: ReportBuilder) {
    this.report = report;
  }

  take(line: Line): undefined {
    if (line.blank) return;
    const text = line.text();
    const current = this.reports[this.reports.length - 1];
    if (current !== undefined && this.stack !== null && this.takeFrame(text, current)) return;
    const head = STACK.exec(text);
    if (head !== null && current !== undefined) {
      this.endStack();
      this.python = /^\s/.test(text);
      this.stack = { bytes: Number(head[2]), count: Number(head[3]), locations: [] };
      this.report.records++;
      return;
    }
    const start = REPORT.exec(text);
    if (start !== null) {
      this.endStack();
      this.begin(start);
    } else if (ADDRESS.test(text) && current !== undefined) {
      this.report.note({ key: 'memleak.note.addresses' });
    } else if (!CHATTER.test(text)) {
      this.report.skip({ key: 'memleak.skipped.line' }, line.place);
    }
  }

  endStack(): void {
    const { stack } = this;
    const current = this.reports[this.reports.length - 1];
    this.stack = null;
    if (stack === null || current === undefined) return;
    const { builder } = current;
    builder.sample(builder.stack(stack.locations.reverse()), [stack.count, stack.bytes]);
  }

  private begin(m: RegExpExecArray): void {
    const [hours, minutes, seconds] = [Number(m[1]), Number(m[2]), Number(m[3])];
    const two = (n: number) => String(n).padStart(2, '0');
    this.reports.push({
      seconds: hours * 3600 + minutes * 60 + seconds,
      label: `${two(hours)}:${two(minutes)}:${two(seconds)}`,
      builder: new ProfileBuilder(MEMLEAK_TYPES),
      mappings: new Map(),
    });
  }

  private takeFrame(text: string, current: Report): boolean {
    const { stack } = this;
    if (stack === null || !/^\s/.test(text) || STACK.test(text) || ADDRESS.test(text)) return false;
    for (const part of splitBytesLiteral(text) ?? [text]) {
      if (part.trim() === 'stack information lost') {
        this.report.note({ key: 'memleak.note.lost' });
        continue;
      }
      const frame = this.python ? parseBccFrame(part) : (parseLibbpfFrame(part) ?? parseBccFrame(part));
      if (frame === null) return false;
      let mapping: number | null = null;
      if (frame.object !== '') {
        mapping =
          current.mappings.get(frame.object) ??
          current.builder.addMapping({ start: 0n, limit: 0n, offset: 0n, file: frame.object });
        current.mappings.set(frame.object, mapping);
      }
      stack.locations.push(current.builder.location([frameInput(frame, mapping)]));
    }
    return true;
  }
}
