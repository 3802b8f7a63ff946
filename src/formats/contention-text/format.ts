import type { ReportBuilder } from '../../model/report-builder.ts';
import type { DecodedSource } from '../../model/source.ts';
import type { ByteSource, DecodeOptions, Format, Head, Sniff } from '../format.ts';
import { CONTENTION_FRAMES } from '../legacy-frames.ts';
import { firstLines, LegacyText } from '../legacy-text.ts';
import { type Line, scanLines } from '../lines.ts';
import { times, truncated, wholeNumber } from '../whole-numbers.ts';

const HEADER = /^--- (contentionz|mutex:|contention:)/;
const ATTRIBUTE = /^\s*([a-z][a-z/ ]*?)\s*=\s*(.*?)\s*$/;
const SAMPLE = /^\s*(\d+) +(\d+) @([ x0-9a-f]*)$/;
const LINES_BEFORE_HEADER = 20;

const CONTENTIONS = { type: 'contentions', unit: 'count' };
const DELAY = { type: 'delay', unit: 'nanoseconds' };

/** Block and mutex profiles as text: Go's `?debug=1` and contentionz of C++ programs. */
export const contentionText: Format = { id: 'contention-text', sniff, decode };

function sniff(head: Head): Sniff | null {
  if (head.text === null) return null;
  const lines = firstLines(head.text, LINES_BEFORE_HEADER);
  const at = lines.findIndex((l) => HEADER.test(l));
  if (at < 0) return null;
  // Java writes the same first line; its records are not ours.
  if (lines.slice(at, at + 6).some((l) => /^\s*format\s*=\s*java/.test(l))) return null;
  const kind = HEADER.exec(lines[at] as string)?.[1];
  const flavor = kind === 'mutex:' ? 'mutex' : kind === 'contention:' ? 'block' : 'contention';
  return { score: 90, evidence: { key: `text.contention.${flavor}` } };
}

async function decode(
  source: ByteSource,
  report: ReportBuilder,
  options: DecodeOptions,
): Promise<readonly DecodedSource[]> {
  const reader = new ContentionReader(report);
  await scanLines(source, (line) => {
    reader.line(line);
    return true;
  });
  if (source.problem !== null) report.fail(source.problem);
  return reader.finish(options.legacyDropFrames === true);
}

class ContentionReader {
  private readonly report: ReportBuilder;
  private readonly text: LegacyText;
  private flavor: 'mutex' | 'block' | 'contention' | null = null;
  private period = 1;
  private hertz = 0;
  private durationNanos = 0n;
  private allDivide = true;

  constructor(report: ReportBuilder) {
    this.report = report;
    this.text = new LegacyText(report);
  }

  line(line: Line): void {
    if (this.flavor === null) {
      const kind = HEADER.exec(line.text())?.[1];
      if (kind !== undefined) {
        this.flavor = kind === 'mutex:' ? 'mutex' : kind === 'contention:' ? 'block' : 'contention';
      } else if (!line.blank) this.report.skip({ key: 'text.skip.before' }, line.place);
      return;
    }
    if (line.blank) {
      this.text.endSample();
    } else if (line.startsWith('#')) {
      this.text.symbolLine(line);
    } else if (!this.text.mapLine(line)) {
      const match = SAMPLE.exec(line.text());
      if (match !== null) this.sample(match, line);
      else if (!this.attribute(line.text())) this.text.skip(line);
    }
  }

  finish(drop: boolean): readonly DecodedSource[] {
    const { flavor, report } = this;
    if (flavor === null) {
      report.fail({ what: { key: 'text.fail.no-header' } });
      return [];
    }
    // Go 1.19 writes what was seen; 1.23 and 1.24 what that stands for, under the same header.
    const written = flavor === 'mutex' && this.period > 1 && this.text.stacks.length > 0;
    const scaled = written && this.allDivide;
    if (written) report.guess({ key: scaled ? 'text.mutex.scaled' : 'text.mutex.raw', args: { period: this.period } });
    const factor = scaled || this.period <= 0 ? 1 : this.period;
    if (this.hertz <= 0 && this.text.stacks.length > 0) report.guess({ key: 'text.contention.no-clock' });
    const profile = this.text.finish(
      [CONTENTIONS, DELAY],
      { periodType: CONTENTIONS, period: BigInt(Math.trunc(this.period)), durationNanos: this.durationNanos },
      drop ? CONTENTION_FRAMES : null,
      ([cycles = 0, count = 0]) => [
        times(count, factor),
        this.hertz > 0 && this.period > 0 ? truncated((Number(cycles) * factor) / (this.hertz / 1e9)) : cycles,
      ],
    );
    return [{ kind: 'profile', name: '', flavor, profile, isDiff: false }];
  }

  private sample(match: RegExpExecArray, line: Line): void {
    const cycles = wholeNumber(match[1] as string);
    const count = wholeNumber(match[2] as string);
    this.allDivide &&= this.period > 0 && BigInt(count) % BigInt(Math.trunc(this.period)) === 0n;
    this.text.add(this.text.callIds(match[3] as string), [cycles, count], line);
  }

  private attribute(text: string): boolean {
    const match = ATTRIBUTE.exec(text);
    if (match === null) return text.startsWith('---');
    const value = Number(match[2]);
    if (!Number.isFinite(value)) return false;
    switch (match[1]) {
      case 'cycles/second':
        this.hertz = value;
        return true;
      case 'sampling period':
        this.period = value;
        return true;
      case 'ms since reset':
        this.durationNanos = BigInt(Math.trunc(value)) * 1_000_000n;
        return true;
      case 'discarded samples':
        if (value > 0) this.report.note({ key: 'text.contention.discarded', args: { count: value } });
        return true;
      default:
        return false;
    }
  }
}
