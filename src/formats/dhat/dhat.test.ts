import { expect, test } from 'vitest';
import { stringAt } from '../../model/strings.ts';
import { decodeWith, fixture, profileOf, standsBadInput, totalsOf } from '../fixtures/decode-kit.ts';
import { dhat } from './format.ts';

const file = (name: string) => fixture(name, import.meta.url);

interface Point {
  readonly [key: string]: number;
}

test.each(['ctool.json.gz', 'vg.json.gz'])('%s: totals of every pair', async (name) => {
  const decoded = await decodeWith(dhat, file(name));
  const json: { pps: Point[] } = JSON.parse(new TextDecoder().decode(file(name)));
  const sum = (key: string) => BigInt(json.pps.reduce((n, p) => n + (p[key] ?? 0), 0));
  expect(totalsOf(profileOf(decoded))).toEqual(['tbk', 'tb', 'gbk', 'gb', 'ebk', 'eb'].map(sum));
  expect(decoded.report).toMatchObject({ records: json.pps.length, skipped: [] });
  expect(decoded.report.error).toBeUndefined();
});

test('ctool: 425,312 bytes in 1,052 blocks at the end, leaf is the allocation function', async () => {
  const p = profileOf(await decodeWith(dhat, file('ctool.json.gz')));
  expect(totalsOf(p).slice(4)).toEqual([1052n, 425_312n]);
  expect(p.sampleTypes[p.defaultSampleType]).toEqual({ type: 'end_space', unit: 'bytes' });
  const frames = p.stacks.frames.subarray(0, p.stacks.offsets[1]);
  const names = Array.from(frames, (f) => stringAt(p.strings, p.functions.name[p.frames.func[f] as number] as number));
  expect(names).toEqual(['main', 'leaky_open', 'calloc']);
});

test('ad-hoc and lifetime-free modes have only what they count', async () => {
  const made =
    '{"dhatFileVersion":2,"mode":"ad-hoc","bsu":"unit","bklt":false,"pps":[{"tb":5,"tbk":2,"fs":[1]}],"ftbl":["[root]","0x1: a::b (x.rs:3:4)"]}';
  const p = profileOf(await decodeWith(dhat, made));
  expect(p.sampleTypes).toEqual([
    { type: 'alloc_objects', unit: 'count' },
    { type: 'alloc_space', unit: 'unit' },
  ]);
  expect(totalsOf(p)).toEqual([2n, 5n]);
});

test('a shell prompt in front is skipped', async () => {
  const decoded = await decodeWith(dhat, `$ cat dhat.out.1\n${new TextDecoder().decode(file('vg.json.gz'))}`);
  expect(decoded.report.error).toBeUndefined();
  expect(decoded.report).toMatchObject({ records: 7, skipped: [{ reason: { key: 'text.skip.before' }, count: 1 }] });
});

test('a cut file keeps its points and says that names are missing', async () => {
  const { report, sources } = await decodeWith(dhat, file('ctool.json.gz').subarray(0, 2000));
  expect(report.error?.what.key).toBe('tools.dhat.cut');
  expect(sources[0]?.profile.samples.length).toBeGreaterThan(3);
});

standsBadInput(dhat, file('vg.json.gz').subarray(0, 700));
