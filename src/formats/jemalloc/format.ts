import type { ReportBuilder } from '../../model/report-builder.ts';
import type { DecodedSource } from '../../model/source.ts';
import type { ByteSource, Format, Head, Sniff } from '../format.ts';
import { firstLines, LegacyText } from '../legacy-text.ts';
import { type Line, scanLines } from '../lines.ts';
import { unsample, wholeNumber } from '../whole-numbers.ts';

const HEADER = /^heap_v2\/(\d+)\s*$/;
const STACK = /^@((?: 0x[0-9a-f]{1,16})*)\s*$/;
const ROW = /^\s*t(\*|\d+): (\d+): (\d+) \[(\d+): (\d+)\]\s*$/;
const INUSE = [
  { type: 'inuse_objects', unit: 'count' },
  { type: 'inuse_space', unit: 'bytes' },
];
const ALLOC = [
  { type: 'alloc_objects', unit: 'count' },
  { type: 'alloc_space', unit: 'bytes' },
];

/** Heap profiles of jemalloc (`heap_v2/RATE`). The sums over all threads (`t*`) are taken; they are scaled as jeprof does. */
export const jemalloc: Format = { id: 'jemalloc', sniff, decode };

function sniff(head: Head): Sniff | null {
  const header = HEADER.exec(head.text === null ? '' : (firstLines(head.text, 1)[0] ?? ''));
  return header === null ? null : { score: 80, evidence: { key: 'tools.jemalloc', args: { rate: header[1] ?? '' } } };
}

async function decode(source: ByteSource, report: ReportBuilder): Promise<readonly DecodedSource[]> {
  const reader = new Reader(report);
  await scanLines(source, (line) => reader.take(line));
  if (source.problem !== null) report.fail(source.problem);
  return reader.finish();
}

class Reader {
  private readonly report: ReportBuilder;
  private readonly text: LegacyText;
  private rate = -1;
  /** Address numbers of the stack that rows belong to; null before the first: the rows there are grand totals. */
  private stack: number[] | null = null;
  private stated: bigint | null = null;
  private found = 0n;

  constructor(report: ReportBuilder) {
    this.report = report;
    this.text = new LegacyText(report);
  }

  take(line: Line): undefined {
    if (line.blank) return;
    if (this.rate < 0) {
      const header = HEADER.exec(line.text());
      if (header === null) this.report.skip({ key: 'text.skip.before' }, line.place);
      else this.rate = Number(header[1]);
      return;
    }
    if (this.text.mapLine(line)) return;
    const text = line.text();
    const stack = line.cut ? null : STACK.exec(text);
    if (stack !== null) {
      this.stack = this.text.callIds(stack[1] as string);
      return;
    }
    const row = ROW.exec(text);
    if (row === null) this.text.skip(line);
    else if (row[1] !== '*') this.report.note({ key: 'tools.jemalloc.threads' });
    else if (this.stack === null) this.stated = BigInt(row[3] as string);
    else this.add(row, this.stack, line);
  }

  finish(): readonly DecodedSource[] {
    const { report } = this;
    if (this.rate < 0) {
      report.fail({ what: { key: 'text.fail.no-header' } });
      return [];
    }
    // Threads may allocate while the file is written, so small differences are usual: only a missing map tells of a cut.
    if (!this.text.inMap || (this.stated !== null && this.found < this.stated / 2n)) {
      const args = { stated: String(this.stated ?? 0n), found: String(this.found) };
      report.fail({ what: { key: 'tools.jemalloc.cut', args }, advice: { key: 'text.advice.again' } });
    }
    if (this.rate > 1) report.note({ key: 'tools.jemalloc.unbiased', args: { rate: this.rate } });
    const space = { type: 'space', unit: 'bytes' };
    const facts = { periodType: space, period: BigInt(this.rate), defaultSampleTypeName: 'inuse_space' };
    const profile = this.text.finish([...ALLOC, ...INUSE], facts, null);
    if (profile.samples.length > 0) report.note({ key: 'text.note.unnamed' });
    return [{ kind: 'profile', name: '', flavor: 'jemalloc', profile, isDiff: false }];
  }

  private add(row: RegExpExecArray, stack: readonly number[], line: Line): void {
    const [inObjects, inBytes, allocObjects, allocBytes] = [2, 3, 4, 5].map((i) => wholeNumber(row[i] as string)) as [
      number | bigint,
      number | bigint,
      number | bigint,
      number | bigint,
    ];
    this.found += BigInt(inBytes);
    this.text.add(
      stack,
      [...unsample(allocObjects, allocBytes, this.rate), ...unsample(inObjects, inBytes, this.rate)],
      line,
    );
  }
}
