import type { ReportBuilder } from '../../model/report-builder.ts';
import type { DecodedSource } from '../../model/source.ts';
import type { ByteSource, Format, Head, Sniff } from '../format.ts';
import { type JsonEvents, readJson } from '../json-events.ts';
import { Prints } from './prints.ts';

const LINE = /^\s*\{"type": ?"(?:attached_probes|map|printf|hist|stats|lhist|time|lost_events)"/;

/** `bpftrace -f json`: an object per line. Keys of a map occur twice when stacks differ only in addresses. */
export const bpftraceJson: Format = { id: 'bpftrace-json', sniff, decode };

function sniff(head: Head): Sniff | null {
  return head.text !== null && LINE.test(head.text) ? { score: 80, evidence: { key: 'tools.bpftrace.json' } } : null;
}

async function decode(source: ByteSource, report: ReportBuilder): Promise<readonly DecodedSource[]> {
  const reader = new Reader(report);
  const whole = await readJson(source, reader);
  if (source.problem !== null) report.fail(source.problem);
  return reader.finish(whole);
}

class Reader implements JsonEvents {
  private readonly report: ReportBuilder;
  private readonly prints: Prints;
  private type = '';
  /** Keys of the open containers; the first is the line's own. */
  private readonly path: string[] = [];
  private name = '';
  /** Fields of the innermost object: of statistics, or of a bucket. */
  private fields = new Map<string, string>();

  constructor(report: ReportBuilder) {
    this.report = report;
    this.prints = new Prints(report);
  }

  open(): void {
    this.path.push(this.name);
    this.fields = new Map();
    if (this.path.length === 1) this.type = '';
    if (this.path.length === 3) this.prints.begin(this.name);
    this.name = '';
  }

  close(array: boolean): void {
    if (!array) this.endObject();
    this.fields = new Map();
    this.path.pop();
    this.name = '';
    if (this.path.length === 0 && this.type === 'printf') {
      this.report.skip({ key: 'tools.skip.output' }, { offset: 0 });
    }
  }

  key(name: string): void {
    this.name = name;
  }

  scalar(text: string, quoted: boolean): void {
    const { path, name } = this;
    if (path.length === 1 && name === 'type') this.type = text;
    else if (this.type === 'lost_events' && path.length === 2) {
      this.report.note({ key: 'tools.lost', args: { count: Number(text) || 0 } });
    } else if (path.length >= 3 && (this.type !== 'map' || path.length > 3)) this.fields.set(name, text);
    else if (this.type === 'map' && path.length >= 2)
      this.value(path[2] ?? name, path.length === 2 ? '' : name, text, quoted);
  }

  broken(offset: number): void {
    this.report.skip({ key: 'text.skip.line' }, { offset });
    this.path.length = 0;
    this.name = '';
  }

  finish(whole: boolean): readonly DecodedSource[] {
    if (!whole) this.report.fail({ what: { key: 'tools.bpftrace.cut' }, advice: { key: 'text.advice.again' } });
    return this.prints.finish();
  }

  private value(map: string, key: string, text: string, quoted: boolean): void {
    if (!quoted && /^-?\d{1,19}$/.test(text)) this.prints.add(map, key, { count: null, total: text });
    else this.report.skip({ key: 'tools.bpftrace.skip.value' }, { offset: 0, seen: `${map} ${text}` });
  }

  private endObject(): void {
    const { path, fields } = this;
    if (path.length < 3 || fields.size === 0) return;
    const map = path[2] as string;
    const key = path[3] ?? '';
    const [count, total] = [fields.get('count') ?? '', fields.get('total') ?? ''];
    if (/^\d{1,19}$/.test(count) && /^-?\d{1,19}$/.test(total)) this.prints.add(map, key, { count, total });
    else if (fields.has('count')) {
      const bounds = `[${fields.get('min') ?? '…'}, ${fields.get('max') ?? '…'}]`;
      this.prints.figure(key === '' ? `${map} ${bounds}` : `${map}[${key}] ${bounds}`, count);
    } else this.report.skip({ key: 'tools.bpftrace.skip.value' }, { offset: 0, seen: map });
  }
}
