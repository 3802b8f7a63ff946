import { describe, expect, test } from 'vitest';
import { NONE } from '../../model/ids.ts';
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
import { goCountText } from './format.ts';

interface Golden {
  error?: string;
  totals: number[];
  samples: number;
  sample_types: string[];
  functions_flat_cum: AddressRow[];
}
const goldens = jsonFixture('golden.json.gz', import.meta.url) as Record<string, Golden>;
const text = (name: string) => fixture(`${name}.gz`, import.meta.url);
const readable = Object.entries(goldens).filter(([, golden]) => golden.error === undefined);

describe.each(readable)('%s as Go parses it', (name, golden) => {
  test('totals and every address', async () => {
    const decoded = await decodeWith(goCountText, text(name));
    const p = profileOf(decoded);
    expect(decoded.report.error).toBeUndefined();
    expect(decoded.report.skipped).toEqual([]);
    expect(p.sampleTypes.map((t) => `${t.type}/${t.unit}`)).toEqual(golden.sample_types);
    expect(totalsOf(p)).toEqual(golden.totals.map(BigInt));
    expect(p.samples.length).toBe(golden.samples);
    expect(addressRows(p)).toEqual(sortRows(golden.functions_flat_cum));
  });
});

test('threadcreate of Go 1.19 with a stack of no addresses, which pprof refuses', async () => {
  expect(goldens['go1.19-threadcreate.txt']?.error).toBeDefined();
  const decoded = await decodeWith(goCountText, text('go1.19-threadcreate.txt'));
  expect(decoded.report.error).toBeUndefined();
  expect(totalsOf(profileOf(decoded))).toEqual([8n]);
  expect(profileOf(decoded).samples.length).toBe(2);
});

test('labels of a goroutine', async () => {
  const p = profileOf(await decodeWith(goCountText, text('go1.24-goroutine.txt')));
  const sets: string[] = [];
  for (let i = 0; i < p.labelSets.key.length; i++) {
    sets.push(
      `${stringAt(p.strings, p.labelSets.key[i] as number)}=${stringAt(p.strings, p.labelSets.text[i] as number)}`,
    );
  }
  expect(sets).toContain('tenant=t2');
  expect(sets).toContain('区域=华东');
  expect(sets).toContain('endpoint=/compress');
});

test('several # lines of one address are inlined calls, innermost first', async () => {
  const made = [
    'goroutine profile: total 1',
    '1 @ 0x11 0x21 0x21',
    '#\t0x10\ta.inner+0x1\ta.go:1',
    '#\t0x10\ta.outer+0x2\ta.go:2',
    '#\t0x20\tb.again+0x3\tb.go:3',
    '#\t0x20\tb.again+0x3\tb.go:3',
    '',
  ].join('\n');
  const p = profileOf(await decodeWith(goCountText, made));
  const names = Array.from(p.stacks.frames, (f) => {
    const func = p.frames.func[f] as number;
    return func === NONE ? '' : `${stringAt(p.strings, p.functions.name[func] as number)}/${p.frames.inlineDepth[f]}`;
  });
  expect(names).toEqual(['b.again/0', 'b.again/0', 'a.outer/0', 'a.inner/1']);
});

standsBadInput(goCountText, text('go1.24-goroutine.txt').subarray(0, 2600));
