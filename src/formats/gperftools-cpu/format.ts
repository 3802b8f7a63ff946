import { ProfileBuilder } from '../../model/profile-builder.ts';
import type { ReportBuilder } from '../../model/report-builder.ts';
import type { DecodedSource } from '../../model/source.ts';
import { AddressStacks } from '../address-stacks.ts';
import type { ByteSource, DecodeOptions, Format, Head, Sniff } from '../format.ts';
import { CPU_FRAMES } from '../legacy-frames.ts';
import { scanLines } from '../lines.ts';
import { MemoryMap } from '../proc-maps.ts';
import { times } from '../whole-numbers.ts';
import { ByteQueue } from './byte-queue.ts';
import { type CpuHeader, HEADER_WORDS, readCpuHeader, readWord } from './words.ts';

/** Real stacks end at 254 frames; more means that we read something else. */
const MAX_DEPTH = 65_536n;
/** A period beyond an hour, or zero, is no CPU profile. */
const MAX_PERIOD_MICROS = 3_600_000_000n;

/** The legacy binary CPU profile of gperftools (CPUPROFILE=…). */
export const gperftoolsCpu: Format = { id: 'gperftools-cpu', sniff, decode };

function sniff(head: Head): Sniff | null {
  const header = readCpuHeader(head.bytes);
  if (header === null || header.java || header.periodMicros > MAX_PERIOD_MICROS) return null;
  const args = { bits: header.shape.size * 8, micros: Number(header.periodMicros) };
  return { score: 95, evidence: { key: 'text.cpu.evidence', args } };
}

async function decode(
  source: ByteSource,
  report: ReportBuilder,
  options: DecodeOptions,
): Promise<readonly DecodedSource[]> {
  const queue = new ByteQueue(source);
  await queue.fill(HEADER_WORDS * 8);
  const header = readCpuHeader(queue.view());
  if (header === null) {
    report.fail({ what: { key: 'text.fail.no-header' } });
    return [];
  }
  queue.skip(HEADER_WORDS * header.shape.size);
  const stacks = new AddressStacks();
  const period = header.periodMicros * 1000n;
  const ended = await readSamples(queue, header, stacks, report);
  if (source.problem !== null) report.fail(source.problem);
  const map = new MemoryMap();
  if (ended) {
    await scanLines(queue.rest(), (line) => {
      if (!line.blank && !map.line(line.text())) report.skip({ key: 'text.skip.map' }, line.place);
      return true;
    });
    if (map.empty) report.note({ key: 'text.cpu.no-map' });
  }
  stripSignalFrames(stacks, report);
  const builder = new ProfileBuilder([
    { type: 'samples', unit: 'count' },
    { type: 'cpu', unit: 'nanoseconds' },
  ]);
  stacks.build(builder, map.build(builder, stacks.addresses));
  const profile = builder.finish({
    periodType: { type: 'cpu', unit: 'nanoseconds' },
    period,
    ...(options.legacyDropFrames === true ? CPU_FRAMES : {}),
  });
  if (profile.samples.length > 0) report.note({ key: 'text.note.unnamed' });
  return [{ kind: 'profile', name: '', flavor: 'cpu', profile, isDiff: false }];
}

/** Reads `count depth address…` records to the end mark 0 1 0; false (and a failure in the report) when it is missing. */
async function readSamples(
  queue: ByteQueue,
  header: CpuHeader,
  stacks: AddressStacks,
  report: ReportBuilder,
): Promise<boolean> {
  const { shape } = header;
  const period = header.periodMicros * 1000n;
  for (;;) {
    const offset = queue.offset;
    if (!(await queue.fill(2 * shape.size))) return truncated(report, offset);
    const count = readWord(queue.view(), 0, shape);
    const depth = readWord(queue.view(), shape.size, shape);
    if (depth > MAX_DEPTH) {
      report.fail({ what: { key: 'text.cpu.depth', args: { depth: String(depth) } }, offset });
      return false;
    }
    if (!(await queue.fill((2 + Number(depth)) * shape.size))) return truncated(report, offset);
    const view = queue.view();
    const address = (i: number) => readWord(view, (2 + i) * shape.size, shape);
    const isEnd = count === 0n && depth === 1n && address(0) === 0n;
    const leafFirst: number[] = [];
    for (let i = 0; i < Number(depth) && !isEnd; i++) {
      // The leaf is where the signal struck; the others are return addresses, one past the call.
      leafFirst.push(stacks.id(i === 0 ? address(0) : address(i) - 1n));
    }
    queue.skip((2 + Number(depth)) * shape.size);
    if (isEnd) return true;
    const n = count <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(count) : count;
    stacks.add(leafFirst, [n, times(n, period)]);
    report.records++;
  }
}

function truncated(report: ReportBuilder, offset: number): false {
  report.fail({ what: { key: 'text.cpu.truncated' }, offset, advice: { key: 'text.advice.again' } });
  return false;
}

/**
 * A frame next to the leaf that (almost) all samples share was pushed by the signal handler: up to two such frames go,
 * then a leaf whose caller is the instruction before it (pprof's rules for this format).
 */
function stripSignalFrames(stacks: AddressStacks, report: ReportBuilder): void {
  const margin = Math.trunc(stacks.length / 32);
  for (let round = 0; round < 2; round++) {
    const seen = new Map<number, number>();
    for (let s = 0; s < stacks.length; s++) {
      const stack = stacks.stackOf(s);
      if (stack.length > 1) seen.set(stack[1] as number, (seen.get(stack[1] as number) ?? 0) + 1);
    }
    for (const [id, count] of seen) {
      if (count < stacks.length - margin) continue;
      stacks.rewrite((stack) => (stack[1] === id ? [stack[0] as number, ...stack.slice(2)] : stack));
      report.note({ key: 'text.cpu.signal-frame' });
      break;
    }
  }
  stacks.rewrite((stack) => {
    const [leaf, caller] = stack;
    if (leaf === undefined || caller === undefined) return stack;
    return stacks.addresses[leaf] === (stacks.addresses[caller] ?? 0n) + 1n ? [leaf, ...stack.slice(2)] : stack;
  });
}
