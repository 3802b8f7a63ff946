import { describe, expect, test } from 'vitest';
import { stringAt } from '../../model/strings.ts';
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
import { gperftoolsCpu } from './format.ts';

interface Golden {
  totals: number[];
  period: number;
  functions_flat_cum: AddressRow[];
  mappings: { file: string }[];
}
const goldens = jsonFixture('golden.json.gz', import.meta.url) as Record<string, Golden>;
const binary = (name: string) => fixture(`${name}.gz`, import.meta.url);

describe.each(Object.entries(goldens))('%s as Go parses it', (name, golden) => {
  test('totals, addresses, mappings', async () => {
    const decoded = await decodeWith(gperftoolsCpu, binary(name));
    const p = profileOf(decoded);
    expect(decoded.report.error).toBeUndefined();
    expect(totalsOf(p)).toEqual(golden.totals.map(BigInt));
    expect(Number(p.period)).toBe(golden.period);
    expect(addressRows(p)).toEqual(sortRows(golden.functions_flat_cum));
    expect(stringAt(p.strings, p.mappings.file[0] as number)).toBe(golden.mappings[0]?.file);
  });
});

/** Words of 4 or 8 bytes, either byte order. */
function words(values: readonly number[], size: 4 | 8, little: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * size));
  values.forEach((v, i) => {
    if (size === 4) view.setUint32(i * 4, v, little);
    else view.setBigUint64(i * 8, BigInt(v), little);
  });
  return new Uint8Array(view.buffer);
}

const RECORDS = [0, 3, 0, 10_000, 0, 2, 3, 0x100, 0x201, 0x301, 1, 1, 0x500, 0, 1, 0];

describe.each([
  [4, true],
  [4, false],
  [8, true],
  [8, false],
] as const)('words of %i bytes, little endian: %s', (size, little) => {
  test('is recognised and read', async () => {
    const bytes = words(RECORDS, size, little);
    expect(gperftoolsCpu.sniff({ bytes, text: null, complete: true })?.score).toBeGreaterThan(80);
    const p = profileOf(await decodeWith(gperftoolsCpu, bytes));
    expect(totalsOf(p)).toEqual([3n, 30_000_000n]);
    expect([...p.frames.address].sort()).toEqual([0x100n, 0x200n, 0x300n, 0x500n].sort());
  });
});

test('a profile without its end mark is saved and said to be incomplete', async () => {
  const { sources, report } = await decodeWith(gperftoolsCpu, words(RECORDS.slice(0, 10), 8, true));
  expect(report.error?.what.key).toBe('text.cpu.truncated');
  expect(sources[0]?.profile.samples.length).toBe(1);
});

standsBadInput(gperftoolsCpu, binary('ctool.cpu.prof').subarray(0, 1400));
