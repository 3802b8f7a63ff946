import { describe, expect, test } from 'vitest';
import {
  type AddressRow,
  addressRows,
  decodeWith,
  fixture,
  jsonFixture,
  profileOf,
  sortRows,
  standsBadInput,
  totalsOf,
} from '../fixtures/decode-kit.ts';
import { contentionText } from './format.ts';

interface Golden {
  totals: number[];
  samples: number;
  period: number;
  sample_types: string[];
  functions_flat_cum: AddressRow[];
}
const goldens = jsonFixture('golden.json.gz', import.meta.url) as Record<string, Golden>;
const text = (name: string) => fixture(`${name}.gz`, import.meta.url);
/** Written scaled though the header says otherwise: Go's own parser scales them again. */
const scaledTwice = (name: string) => /go1\.2[34]-mutex/.test(name);

describe.each(Object.entries(goldens).filter(([name]) => !scaledTwice(name)))('%s', (name, golden) => {
  test('as Go parses it', async () => {
    const decoded = await decodeWith(contentionText, text(name));
    const p = profileOf(decoded);
    expect(decoded.report.skipped).toEqual([]);
    expect(p.sampleTypes.map((t) => `${t.type}/${t.unit}`)).toEqual(golden.sample_types);
    expect(totalsOf(p)).toEqual(golden.totals.map(BigInt));
    expect(Number(p.period)).toBe(golden.period);
    expect(addressRows(p)).toEqual(sortRows(golden.functions_flat_cum));
  });
});

describe.each(Object.entries(goldens).filter(([name]) => scaledTwice(name)))('%s', (name, golden) => {
  test('is a fifth of what Go makes of it', async () => {
    const decoded = await decodeWith(contentionText, text(name));
    const p = profileOf(decoded);
    expect(decoded.report.guesses.map((g) => g.key)).toContain('text.mutex.scaled');
    const [contentions, delay] = totalsOf(p);
    expect(contentions).toBe(BigInt(golden.totals[0] as number) / 5n);
    expect(Math.abs(Number(delay) * 5 - (golden.totals[1] as number))).toBeLessThanOrEqual(5 * golden.samples);
    expect(addressRows(p).map((r) => [r.name, Number(r.cum[0]) * 5])).toEqual(
      sortRows(golden.functions_flat_cum).map((r) => [r.name, Number(r.cum[0])]),
    );
  });
});

test('Go 1.19 writes mutex counts unscaled', async () => {
  const { report } = await decodeWith(contentionText, text('go1.19-mutex.txt'));
  expect(report.guesses.map((g) => g.key)).toContain('text.mutex.raw');
});

test('contentionz of C++: period, clock, duration', async () => {
  const made = [
    '--- contentionz 1 ---',
    'cycles/second = 2000000000',
    'sampling period = 100',
    'ms since reset = 5000',
    'discarded samples = 2',
    '4000 100 @ 0x11 0x21',
    '--- Memory map: ---',
    '00000000-00001000 r-xp 00000000 08:01 1 /bin/prog',
  ].join('\n');
  const { sources, report } = await decodeWith(contentionText, made);
  const p = sources[0]?.profile;
  expect(p && totalsOf(p)).toEqual([10_000n, 200_000n]);
  expect(p?.durationNanos).toBe(5_000_000_000n);
  expect(p?.mappings.length).toBe(1);
  expect(report.notes.map((n) => n.key)).toContain('text.contention.discarded');
});

standsBadInput(contentionText, text('go1.24-mutex.txt'));
