import type { ReportBuilder } from '../../model/report-builder.ts';
import type { DecodedSource } from '../../model/source.ts';
import type { ByteSource, Format, Head, Sniff } from '../format.ts';
import { type Line, scanLines } from '../lines.ts';
import { type MapValue, Prints } from './prints.ts';

const BANNER = /^(?:(?:Attaching|Attached) \d+ probes?(?:\.\.\.)?|\^C)\s*$/;
const ONE_LINE = /^(@\w*)\[(.*)\]:(?: (.*))?$/;
const OPEN = /^(@\w*)\[(.*)$/;
const PLAIN = /^(@\w*):(?: (.*))?$/;
const CLOSE = /^(.*)\]:(?: (.*))?$/;
const BUCKET = /^\s*([[(][^\])|]*[\])])\s+(\d+) \|[@ ]*\|\s*$/;
const LOST = /^(?:WARNING: )?(?:Lost|skipped) (\d+) events?/i;
/** A key longer than this is taken for damage. */
const MAX_KEY_LINES = 10_000;

/** Maps as bpftrace prints them: stacks with counts or sums; each map is a source. */
export const bpftrace: Format = { id: 'bpftrace', sniff, decode };

function sniff(head: Head): Sniff | null {
  const { text } = head;
  if (text === null) return null;
  const banner = /^(?:Attaching|Attached) \d+ probes?(?:\.\.\.)?$/m.test(text);
  const stacks = /^@\w*\[/m.test(text) && /\]: (?:-?\d+|count \d+, .*)?$/m.test(text);
  const scalars = (text.match(/^@\w+: (?:-?\d+|count \d+, .*)?$/gm) ?? []).length >= 2;
  return banner || stacks || scalars ? { score: 70, evidence: { key: 'tools.bpftrace' } } : null;
}

async function decode(source: ByteSource, report: ReportBuilder): Promise<readonly DecodedSource[]> {
  const reader = new Reader(report);
  await scanLines(source, (line) => reader.take(line));
  if (source.problem !== null) report.fail(source.problem);
  return reader.finish();
}

/** `12` or `count 2, average 6, total 12`; null = something that cannot be added up. */
export function parseValue(text: string): MapValue | null {
  if (/^-?\d{1,19}$/.test(text)) return { count: null, total: text };
  const stats = /^count (\d{1,19}), average -?\d+, total (-?\d{1,19})$/.exec(text);
  return stats === null ? null : { count: stats[1] as string, total: stats[2] as string };
}

interface OpenKey {
  readonly map: string;
  readonly lines: string[];
  readonly place: Line['place'];
}

class Reader {
  private readonly report: ReportBuilder;
  private readonly prints: Prints;
  private key: OpenKey | null = null;
  /** The map and key whose histogram rows follow. */
  private histogram: string | null = null;
  private lost = 0;

  constructor(report: ReportBuilder) {
    this.report = report;
    this.prints = new Prints(report);
  }

  take(line: Line): undefined {
    const text = line.text();
    if (this.key !== null && this.inKey(text, this.key, line)) return;
    if (line.blank) return;
    const bucket = this.histogram === null ? null : BUCKET.exec(text);
    if (bucket !== null) {
      this.prints.figure(`${this.histogram} ${bucket[1]}`, bucket[2] as string);
      return;
    }
    this.histogram = null;
    const one = ONE_LINE.exec(text);
    const plain = PLAIN.exec(text);
    const open = OPEN.exec(text);
    if (one !== null) this.entry(one[1] as string, one[2] as string, one[3] ?? '', line.place);
    else if (plain !== null) this.entry(plain[1] as string, '', plain[2] ?? '', line.place);
    else if (open !== null) this.key = { map: open[1] as string, lines: [open[2] as string], place: line.place };
    else this.other(text, line);
  }

  finish(): readonly DecodedSource[] {
    this.cutKey();
    if (this.lost > 0) this.report.note({ key: 'tools.lost', args: { count: this.lost } });
    return this.prints.finish();
  }

  /** A line within a key; false when the key was cut and the line is something else. */
  private inKey(text: string, key: OpenKey, line: Line): boolean {
    if (/^(?:\s|$)/.test(text) && key.lines.length < MAX_KEY_LINES) {
      key.lines.push(text);
      return true;
    }
    const close = text.startsWith('@') ? null : CLOSE.exec(text);
    if (close !== null) {
      this.key = null;
      key.lines.push(close[1] as string);
      this.entry(key.map, key.lines.join('\n'), close[2] ?? '', key.place);
      return true;
    }
    if (text.startsWith(',')) {
      key.lines.push(text);
      return true;
    }
    if (!text.startsWith('@') && !BANNER.test(text)) {
      // Warnings of symbolisers stand between the frames when both outputs went to one file.
      this.report.skip({ key: 'tools.skip.output' }, line.place);
      return true;
    }
    this.cutKey();
    return false;
  }

  private cutKey(): void {
    if (this.key !== null) {
      this.report.skip({ key: 'tools.bpftrace.skip.cut' }, this.key.place, this.key.lines.length);
      this.report.fail({ what: { key: 'tools.bpftrace.cut' }, advice: { key: 'text.advice.again' } });
    }
    this.key = null;
  }

  private entry(map: string, key: string, text: string, place: Line['place']): void {
    const value = parseValue(text.trim());
    if (value !== null) this.prints.add(map, key, value);
    else if (text.trim() === '') this.histogram = key === '' ? map : `${map}[${key}]`;
    else this.report.skip({ key: 'tools.bpftrace.skip.value' }, place);
  }

  private other(text: string, line: Line): void {
    const lost = LOST.exec(text);
    if (lost !== null) this.lost += Number(lost[1]);
    else if (!BANNER.test(text)) this.report.skip({ key: 'tools.skip.output' }, line.place);
  }
}
