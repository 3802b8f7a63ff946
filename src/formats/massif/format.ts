import type { ReportBuilder } from '../../model/report-builder.ts';
import type { DecodedSource, StatsTable } from '../../model/source.ts';
import type { ByteSource, Format, Head, Sniff } from '../format.ts';
import { type Line, scanLines } from '../lines.ts';
import { HeapTree } from './heap-tree.ts';

const FIELD = /^(snapshot|time|mem_heap_B|mem_heap_extra_B|mem_stacks_B)=(\d+(?:\.\d+)?)\s*$/;
const TREE = /^heap_tree=(empty|detailed|peak)\s*$/;
const HEADER = /^(desc|cmd|time_unit): ?(.*)$/;

/** massif.out of valgrind, and what heaptrack_print writes as massif: every snapshot with a heap tree is a source. */
export const massif: Format = { id: 'massif', sniff, decode };

function sniff(head: Head): Sniff | null {
  if (head.text === null) return null;
  const header = /^desc: ?/.test(head.text) && /^cmd: ?/m.test(head.text) && /^time_unit: /m.test(head.text);
  const snapshot = /^#-{5,}\nsnapshot=\d+\n#-{5,}\ntime=/m.test(head.text) && /^mem_heap_B=\d+$/m.test(head.text);
  return header || snapshot ? { score: 80, evidence: { key: 'tools.massif' } } : null;
}

async function decode(source: ByteSource, report: ReportBuilder): Promise<readonly DecodedSource[]> {
  const reader = new Reader(report);
  await scanLines(source, (line) => reader.take(line));
  if (source.problem !== null) report.fail(source.problem);
  return reader.finish();
}

interface Snapshot {
  readonly number: string;
  readonly fields: Map<string, string>;
  peak: boolean;
  tree: HeapTree | null;
}

class Reader {
  private readonly report: ReportBuilder;
  private readonly snapshots: Snapshot[] = [];
  private readonly header = new Map<string, string>();

  constructor(report: ReportBuilder) {
    this.report = report;
  }

  take(line: Line): undefined {
    if (line.blank || line.startsWith('#')) return;
    const text = line.text();
    const snapshot = this.snapshots[this.snapshots.length - 1];
    if (snapshot?.tree?.line(text) === true || this.field(text, snapshot)) return;
    this.report.skip({ key: line.cut ? 'text.skip.long' : 'text.skip.line' }, line.place);
  }

  finish(): readonly DecodedSource[] {
    const { report, snapshots } = this;
    for (const s of snapshots) s.tree?.end();
    report.records = snapshots.length;
    const drawn = snapshots.filter((s) => s.tree !== null);
    const last = snapshots[snapshots.length - 1];
    if (last === undefined) {
      report.fail({ what: { key: 'text.fail.no-header' } });
      return [];
    }
    if (drawn.some((s) => s.tree?.damaged)) {
      report.fail({ what: { key: 'tools.massif.damaged' }, advice: { key: 'text.advice.again' } });
    }
    if (drawn.length === 0) {
      report.fail({ what: { key: 'tools.massif.none' }, advice: { key: 'tools.massif.none.todo' } });
      return [];
    }
    const end = { snapshot: last.number, bytes: last.fields.get('mem_heap_B') ?? '0' };
    report.note({ key: last.tree === null ? 'tools.massif.end-bare' : 'tools.massif.end', args: end });
    const stats = this.curve();
    const digits = last.number.length;
    return drawn.map((s) => this.source(s, digits, stats));
  }

  private source(s: Snapshot, digits: number, stats: StatsTable): DecodedSource {
    const unit = this.header.get('time_unit') ?? '';
    const name = `${s.number.padStart(digits, '0')} · ${s.fields.get('time') ?? '0'} ${unit}${s.peak ? ' · peak' : ''}`;
    const comments = [...this.header].map(([key, value]) => `${key}: ${value}`);
    const { builder } = s.tree as HeapTree;
    return { kind: 'profile', name, flavor: 'massif', profile: builder.finish({ comments }), isDiff: false, stats };
  }

  /** Heap, extra and stack bytes of all snapshots, those without a tree too. */
  private curve(): StatsTable {
    const values = this.snapshots.flatMap((s) =>
      [...s.fields].map(([field, value]) => [`snapshot ${s.number} ${field}`, value] as const),
    );
    return { name: 'massif', values };
  }

  private field(text: string, snapshot: Snapshot | undefined): boolean {
    const field = FIELD.exec(text);
    if (field !== null) {
      const [, name = '', value = ''] = field;
      if (name === 'snapshot') this.snapshots.push({ number: value, fields: new Map(), peak: false, tree: null });
      else if (snapshot === undefined) return false;
      else snapshot.fields.set(name, value);
      return true;
    }
    const tree = TREE.exec(text);
    if (tree !== null && snapshot !== undefined) {
      if (tree[1] !== 'empty') snapshot.tree = new HeapTree();
      snapshot.peak = tree[1] === 'peak';
      return true;
    }
    const header = HEADER.exec(text);
    if (header === null) return false;
    this.header.set(header[1] as string, header[2] as string);
    return true;
  }
}
