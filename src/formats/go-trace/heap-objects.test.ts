import { expect, test } from 'vitest';
import { stringAt } from '../../model/strings.ts';
import { decodeWith, sampleValue } from '../fixtures/decode-kit.ts';
import { goTraceFormat } from './index.ts';

const EXPERIMENT = 49;

function varint(n: number): number[] {
  return n < 128 ? [n] : [(n % 128) + 128, ...varint(Math.floor(n / 128))];
}

/** Sizes of batches are always ten bytes. */
function padded(n: number): number[] {
  const bytes = varint(n);
  const all = [...bytes, ...Array.from({ length: 10 - bytes.length }, () => 0)];
  return all.map((b, i) => (i < 9 ? b | 0x80 : b));
}

const batch = (start: readonly number[], thread: number, time: number, payload: readonly number[]) => [
  ...start,
  1,
  ...varint(thread),
  ...varint(time),
  ...padded(payload.length),
  ...payload,
];
const ascii = (text: string) => [...new TextEncoder().encode(text)];
const type = (id: number, size: number, name: string) => [
  ...varint(id),
  ...varint(0x4000 + id),
  ...varint(size),
  0,
  ...varint(name.length),
  ...ascii(name),
];
const event = (kind: number, ...args: readonly number[]) => [kind, ...varint(10), ...args.flatMap(varint)];

/** A trace of GODEBUG=traceallocfree=1, as golang's runtime/traceallocfree.go writes it: one generation. */
function traced(events: readonly number[]): Uint8Array {
  return Uint8Array.from([
    ...ascii('go 1.23 trace\0\0\0'),
    ...batch([EXPERIMENT, 1], 0, 1000, [1, ...varint(0xc000000000), ...varint(8192), 8, ...varint(2048)]),
    ...batch([EXPERIMENT, 1], 0, 1000, [0, ...type(1, 24, 'main.node'), ...type(2, 1, 'uint8')]),
    ...batch([EXPERIMENT, 9], 0, 1000, [0, 1, 2]),
    ...batch([1], 7, 1000, events),
    ...batch([1], 7, 1000, [8, ...varint(15_625_000)]),
    ...batch([1], 7, 1000, [4, 5, 1, 1, 97]),
  ]);
}

test('live objects by type at the end, with the bytes of their size classes', async () => {
  // Class 4 is 32 bytes: span class 4 · 2, shifted past the bit of memory without objects.
  const small = 4 * 2 * 2;
  const pageOf = (page: number) => page * (8192 / 8);
  const bytes = traced([
    ...event(128, 3, 1, small),
    ...event(131, pageOf(3), 1),
    ...event(131, pageOf(3) + 4, 1),
    ...event(129, 10, 100, 0),
    ...event(132, pageOf(10), 2),
    ...event(132, pageOf(3) + 8, 1),
    ...event(133, pageOf(3)),
    // Its span is not known: the size of its type counts.
    ...event(132, pageOf(900), 1),
    ...event(130, 10),
    ...event(134, 1, 1),
  ]);
  const { sources, timelines, report } = await decodeWith(goTraceFormat, bytes);
  expect(report.error).toBeUndefined();
  expect(report.skipped).toEqual([]);
  expect(report.notes).toContainEqual({ key: 'timeline.trace.experimental', args: { count: 1 } });
  const source = sources.find((s) => s.flavor === 'heap-objects');
  const p = source?.profile;
  if (p === undefined) throw new Error('no objects');
  expect(p.sampleTypes.map((t) => t.type)).toEqual(['inuse_objects', 'inuse_space']);
  const rows = Array.from({ length: p.samples.length }, (_, i) => {
    const frame = p.stacks.frames[p.stacks.offsets[p.samples.stack[i] as number] as number] as number;
    const name = stringAt(p.strings, p.functions.name[p.frames.func[frame] as number] as number);
    return [name, sampleValue(p, i, 0), sampleValue(p, i, 1)];
  });
  expect(rows).toEqual([
    ['main.node', 3n, 32n + 32n + 24n],
    ['uint8', 1n, 100n * 8192n],
  ]);
  const series = timelines[0]?.timeline.series.find((s) => s.name === 'live objects');
  expect([...(series?.value ?? [])]).toEqual([1, 2, 3, 4, 3, 4]);
  expect(timelines[0]?.timeline.series.find((s) => s.name === 'live object bytes')?.last).toBe(88 + 819_200);
});

test('a trace without the experiment has no such source', async () => {
  const { sources, timelines } = await decodeWith(goTraceFormat, traced([...event(37, 5), ...event(37, 6)]));
  expect(sources).toEqual([]);
  expect(timelines[0]?.timeline.series.map((s) => s.name)).toEqual(['HeapAlloc']);
});
