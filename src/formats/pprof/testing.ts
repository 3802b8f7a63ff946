import { NONE } from '../../model/ids.ts';
import { integrityProblems } from '../../model/integrity.ts';
import type { Profile } from '../../model/profile.ts';
import type { ImportReport } from '../../model/report.ts';
import { ReportBuilder } from '../../model/report-builder.ts';
import type { DecodedSource } from '../../model/source.ts';
import { stringAt } from '../../model/strings.ts';
import { memorySource } from '../byte-source.ts';
import { type OpenedBytes, openBytes } from '../compress.ts';
import { pprofFormat } from './index.ts';

/** What tests look at: the report, and the tables in words, so that two decodes can be compared whole. */
export interface Decoded {
  readonly sources: readonly DecodedSource[];
  readonly report: ImportReport;
}

function finished(report: ReportBuilder): ImportReport {
  return report.finish({
    format: 'pprof',
    evidence: { key: '' },
    bytes: 0,
    rawBytes: 0,
    millis: 0,
    tableBytes: 0,
  });
}

/** Decodes raw bytes in chunks and walks the tables; throws when an index dangles. */
export async function decodeRaw(raw: Uint8Array, chunkSize = 1 << 16): Promise<Decoded> {
  const report = new ReportBuilder();
  const sources = await pprofFormat.decode(memorySource(raw, chunkSize), report, {});
  check(sources);
  return { sources, report: finished(report) };
}

/** Opens a file as dropped: compression off, sniffed, decoded. */
export async function decodeFile(
  bytes: Uint8Array,
): Promise<Decoded & { opened: OpenedBytes; sniff: ReturnType<typeof pprofFormat.sniff> }> {
  const opened = await openBytes(new Blob([bytes as Uint8Array<ArrayBuffer>]), { name: 'test', lastModified: 0 });
  const sniff = pprofFormat.sniff(await opened.head());
  const report = new ReportBuilder();
  const sources = await pprofFormat.decode(opened, report, {});
  check(sources);
  return { sources, report: finished(report), opened, sniff };
}

function check(sources: readonly DecodedSource[]): void {
  for (const source of sources) {
    const problems = integrityProblems(source.profile);
    if (problems.length > 0) throw new Error(problems.join('; '));
  }
}

/** Signed totals per sample type, exact. */
export function totals(p: Profile, absolute = false): bigint[] {
  return p.samples.values.map((column, t) => {
    const exact = p.samples.exact[t] ?? null;
    let sum = 0n;
    for (let s = 0; s < column.length; s++) {
      const v = exact === null ? BigInt(column[s] as number) : (exact[s] as bigint);
      sum += absolute && v < 0n ? -v : v;
    }
    return sum;
  });
}

export function frameName(p: Profile, frame: number): string {
  const func = p.frames.func[frame] as number;
  return func === NONE ? '' : stringAt(p.strings, p.functions.name[func] as number);
}

/** Frames of a sample's stack, root first, as text with all that a frame carries. */
export function stackText(p: Profile, sample: number): string[] {
  const stack = p.samples.stack[sample] as number;
  const out: string[] = [];
  for (let i = p.stacks.offsets[stack] as number; i < (p.stacks.offsets[stack + 1] as number); i++) {
    const f = p.stacks.frames[i] as number;
    const func = p.frames.func[f] as number;
    const fn =
      func === NONE
        ? '-'
        : [
            stringAt(p.strings, p.functions.name[func] as number),
            stringAt(p.strings, p.functions.systemName[func] as number),
            stringAt(p.strings, p.functions.file[func] as number),
            p.functions.startLine[func],
          ].join('|');
    const mapping = p.frames.mapping[f] as number;
    const file = mapping === NONE ? '-' : stringAt(p.strings, p.mappings.file[mapping] as number);
    out.push(
      `${fn} ${p.frames.line[f]}:${p.frames.column[f]} ${p.frames.address[f]} ${file} ${p.frames.inlineDepth[f]} ${p.frames.folded[f]}`,
    );
  }
  return out;
}

export function labelText(p: Profile, sample: number): string[] {
  const set = p.samples.labels[sample] as number;
  const out: string[] = [];
  for (let i = p.labelSets.offsets[set] as number; i < (p.labelSets.offsets[set + 1] as number); i++) {
    const text = p.labelSets.text[i] as number;
    const key = stringAt(p.strings, p.labelSets.key[i] as number);
    const unit = stringAt(p.strings, p.labelSets.unit[i] as number);
    out.push(text === NONE ? `${key}=${p.labelSets.num[i]} ${unit}` : `${key}=${stringAt(p.strings, text)}`);
  }
  return out;
}

/** Flat and cum per function name, a function counted once per sample, as pprof's top does; '' holds what has no name. */
export function flatCum(p: Profile): Map<string, { flat: bigint[]; cum: bigint[] }> {
  const out = new Map<string, { flat: bigint[]; cum: bigint[] }>();
  const row = (name: string) => {
    let r = out.get(name);
    if (r === undefined) out.set(name, (r = { flat: p.sampleTypes.map(() => 0n), cum: p.sampleTypes.map(() => 0n) }));
    return r;
  };
  for (let s = 0; s < p.samples.length; s++) {
    const stack = p.samples.stack[s] as number;
    const from = p.stacks.offsets[stack] as number;
    const to = p.stacks.offsets[stack + 1] as number;
    const names = new Set<string>();
    for (let i = from; i < to; i++) names.add(frameName(p, p.stacks.frames[i] as number));
    p.samples.values.forEach((column, t) => {
      const v = p.samples.exact[t]?.[s] ?? BigInt(column[s] as number);
      for (const name of names) row(name).cum[t] = (row(name).cum[t] as bigint) + v;
      if (to === from) return;
      const leaf = row(frameName(p, p.stacks.frames[to - 1] as number));
      leaf.flat[t] = (leaf.flat[t] as bigint) + v;
    });
  }
  return out;
}

/** Everything a profile says, independent of row numbers. */
export function describe(p: Profile): unknown {
  const samples: string[] = [];
  for (let s = 0; s < p.samples.length; s++) {
    const values = p.samples.values.map((column, t) => String(p.samples.exact[t]?.[s] ?? column[s]));
    samples.push(`${values.join(',')} [${labelText(p, s).join(';')}] ${stackText(p, s).join(' < ')}`);
  }
  const mappings: string[] = [];
  for (let m = 0; m < p.mappings.length; m++) {
    mappings.push(
      [
        p.mappings.start[m],
        p.mappings.limit[m],
        p.mappings.offset[m],
        stringAt(p.strings, p.mappings.file[m] as number),
        stringAt(p.strings, p.mappings.buildId[m] as number),
      ].join(' '),
    );
  }
  return {
    sampleTypes: p.sampleTypes,
    defaultSampleType: p.defaultSampleType,
    defaultSampleTypeName: p.defaultSampleTypeName,
    periodType: p.periodType,
    period: String(p.period),
    timeNanos: String(p.timeNanos),
    durationNanos: String(p.durationNanos),
    comments: p.comments,
    docUrl: p.docUrl,
    dropFrames: p.dropFrames,
    keepFrames: p.keepFrames,
    mappings,
    samples,
  };
}
