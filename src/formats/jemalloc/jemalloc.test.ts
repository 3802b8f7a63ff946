import { expect, test } from 'vitest';
import { stringAt } from '../../model/strings.ts';
import { decodeWith, fixture, profileOf, standsBadInput } from '../fixtures/decode-kit.ts';
import { jemalloc } from './format.ts';

const whole = fixture('leakone.heap.gz', import.meta.url);
const text = new TextDecoder().decode(whole);

test('rows are scaled one by one: 38 of 3,000 objects of 1 KiB were seen', async () => {
  const decoded = await decodeWith(jemalloc, whole);
  const p = profileOf(decoded);
  // n / (1 − e^(−size/rate)) by row, the formula of jeprof; computed apart from the decoder.
  const seen = [
    [38, 38_912],
    [295, 97_343_017],
    [1, 82_704],
  ] as const;
  const wanted = seen.map(([n, b]) => Math.trunc(n / (1 - Math.exp(-(b / n) / 65_536))));
  expect(Array.from(p.samples.values[2] ?? [])).toEqual(wanted);
  expect(wanted[0]).toBe(2451);
  expect(p.sampleTypes[p.defaultSampleType]?.type).toBe('inuse_space');
  expect(decoded.report.skipped).toEqual([]);
  expect(decoded.report.error).toBeUndefined();
  expect(stringAt(p.strings, p.mappings.file[0] as number)).toBe('/srv/cgodemos/formats/src/leakone');
});

test('thread rows are not added to their sum; rate 1 is exact', async () => {
  const made =
    'heap_v2/1\n  t*: 3: 30 [5: 50]\n  t0: 3: 30 [5: 50]\n@ 0x11 0x21\n  t*: 3: 30 [5: 50]\n  t0: 1: 10 [0: 0]\n  t1: 2: 20 [5: 50]\n\nMAPPED_LIBRARIES:\n';
  const { report, sources } = await decodeWith(jemalloc, made);
  expect(sources[0]?.profile.samples.values.map((v) => v[0])).toEqual([5, 50, 3, 30]);
  expect(report.records).toBe(1);
});

test('a cut file says so', async () => {
  const { report, sources } = await decodeWith(jemalloc, text.slice(0, text.indexOf('MAPPED')));
  expect(report.error?.what.key).toBe('tools.jemalloc.cut');
  expect(sources).toHaveLength(1);
});

standsBadInput(jemalloc, whole.subarray(0, 1100));
