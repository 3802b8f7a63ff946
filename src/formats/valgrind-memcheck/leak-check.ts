import { type FrameInput, ProfileBuilder } from '../../model/profile-builder.ts';
import type { ReportBuilder } from '../../model/report-builder.ts';
import type { DecodedSource } from '../../model/source.ts';
import { ObjectRows } from '../objects.ts';

const TYPES = [
  { type: 'leaked_objects', unit: 'count' },
  { type: 'leaked_space', unit: 'bytes' },
];
const INDIRECT = 'indirectly lost';

/** A loss record. */
export interface LossRecord {
  /** In memcheck's words: definitely lost, indirectly lost, possibly lost, still reachable. */
  readonly kind: string;
  /** Bytes of the record's own blocks. */
  readonly bytes: number;
  readonly blocks: number;
  /** Bytes that only these blocks point to. */
  readonly indirect: number;
}

const RECORD =
  /^ *([\d,]+)(?: \([+-][\d,]+\))? (?:\(([\d,]+)(?: \([+-][\d,]+\))? direct, ([\d,]+)(?: \([+-][\d,]+\))? indirect\) )?bytes in ([\d,]+)(?: \([+-][\d,]+\))? blocks? (?:are|is) (definitely lost|indirectly lost|possibly lost|still reachable|suppressed) in (?:new )?loss record ([\d,]+) of ([\d,]+)\s*$/;

/** `1,024` as a number. */
export const figure = (text: string | undefined): number => Number((text ?? '0').replace(/,/g, ''));

/** Reads `160,000 (32 direct, 159,968 indirect) bytes in 1 blocks are definitely lost in loss record 9 of 11`. */
export function parseLossRecord(text: string): LossRecord | null {
  const match = RECORD.exec(text);
  if (match === null) return null;
  const [, all, direct, indirect, blocks, kind = ''] = match;
  return { kind, bytes: figure(direct ?? all), blocks: figure(blocks), indirect: figure(indirect) };
}

/** One leak check of one process: a source. */
export class LeakCheck {
  readonly pid: string;
  readonly builder = new ProfileBuilder(TYPES);
  readonly objects = new ObjectRows(this.builder);
  readonly facts: [string, string][] = [];
  /** What LEAK SUMMARY states, by kind. */
  readonly stated = new Map<string, { readonly bytes: number; readonly blocks: number }>();
  /** The check came to its end. */
  ended = false;
  private readonly listed = new Map<string, number>();
  private readonly held: { readonly stack: number; readonly bytes: number }[] = [];

  constructor(pid: string) {
    this.pid = pid;
  }

  get empty(): boolean {
    return this.listed.size === 0 && this.stated.size === 0 && !this.ended;
  }

  get length(): number {
    return this.builder.sampleCount;
  }

  /** Adds a record; frames leaf first. */
  add(record: LossRecord, frames: readonly FrameInput[]): void {
    const { builder } = this;
    const stack = builder.stack(frames.map((f) => builder.location([f])).reverse());
    this.sample(stack, record.kind, record.blocks, record.bytes);
    this.listed.set(record.kind, (this.listed.get(record.kind) ?? 0) + record.bytes);
    if (record.indirect > 0) this.held.push({ stack, bytes: record.indirect });
  }

  /** The source of this check; says in `report` what the records leave out. */
  finish(name: string, report: ReportBuilder): DecodedSource {
    // Without --show-leak-kinds=all the blocks held by lost ones are only sums on the records of their holders.
    if (!this.listed.has(INDIRECT) && this.held.length > 0) {
      let bytes = 0;
      for (const held of this.held) {
        this.sample(held.stack, INDIRECT, 0, held.bytes);
        bytes += held.bytes;
      }
      this.listed.set(INDIRECT, bytes);
      const blocks = this.stated.get(INDIRECT)?.blocks ?? 0;
      report.note({ key: 'tools.memcheck.held', args: { bytes, blocks } });
    }
    this.compare(report);
    return {
      kind: 'profile',
      name,
      flavor: 'memcheck',
      profile: this.builder.finish({ defaultSampleTypeName: 'leaked_space' }),
      isDiff: false,
      stats: { name: 'memcheck', values: this.facts },
    };
  }

  private compare(report: ReportBuilder): void {
    let unlisted = 0;
    let blocks = 0;
    for (const [kind, stated] of this.stated) {
      const found = this.listed.get(kind);
      if (found === undefined) {
        unlisted += stated.bytes;
        blocks += stated.blocks;
      } else if (found < stated.bytes) {
        const args = { stated: stated.bytes, found };
        report.fail({ what: { key: 'tools.fail.totals', args }, advice: { key: 'text.advice.again' } });
      }
    }
    if (unlisted > 0) report.note({ key: 'tools.memcheck.unlisted', args: { bytes: unlisted, blocks } });
  }

  private sample(stack: number, kind: string, blocks: number, bytes: number): void {
    this.builder.sample(stack, [blocks, bytes], this.builder.labelSet([{ key: 'kind', text: kind }]));
  }
}

/** Sources of all checks that found or stated something; says so when there are none, or when one was cut. */
export function finishChecks(checks: readonly LeakCheck[], report: ReportBuilder): readonly DecodedSource[] {
  const full = checks.filter((c) => !c.empty);
  if (full.every((c) => c.length === 0)) {
    report.fail({ what: { key: 'tools.memcheck.none' }, advice: { key: 'tools.memcheck.none.todo' } });
    return [];
  }
  if (full.some((c) => !c.ended)) {
    report.fail({ what: { key: 'tools.memcheck.cut' }, advice: { key: 'text.advice.again' } });
  }
  const pids = new Set(full.map((c) => c.pid));
  return full.map((c, i) => {
    const number = String(i + 1).padStart(String(full.length).length, '0');
    return c.finish(full.length === 1 ? '' : pids.size === full.length ? c.pid : `${number} · ${c.pid}`, report);
  });
}
