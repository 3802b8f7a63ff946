import { expect, test } from 'vitest';
import type { Profile } from '../../model/profile.ts';
import { stringAt } from '../../model/strings.ts';
import { decodeWith, fixture, profileOf, standsBadInput, totalsOf } from '../fixtures/decode-kit.ts';
import { sniffHead } from '../sniff-head.ts';
import { folded } from './format.ts';

function stacks(p: Profile): [string, number, number][] {
  return Array.from({ length: p.samples.length }, (_, s) => {
    const stack = p.samples.stack[s] as number;
    const names = Array.from(p.stacks.frames.subarray(p.stacks.offsets[stack], p.stacks.offsets[stack + 1]), (f) =>
      stringAt(p.strings, p.functions.name[p.frames.func[f] as number] as number),
    );
    return [names.join(';'), p.samples.values[0]?.[s] as number, p.samples.labels[s] as number];
  });
}

test.each(['heaptrack.folded.gz', 'perf.folded.gz'])('%s: every line is there', async (name) => {
  const bytes = fixture(name, import.meta.url);
  const lines = new TextDecoder()
    .decode(bytes)
    .split('\n')
    .filter((l) => l !== '');
  const decoded = await decodeWith(folded, bytes);
  expect(decoded.report.records).toBe(lines.length);
  expect(decoded.report.skipped).toEqual([]);
  const sum = lines.reduce((n, l) => n + Number(l.slice(l.lastIndexOf(' ') + 1)), 0);
  expect(totalsOf(profileOf(decoded))).toEqual([BigInt(sum)]);
});

test('two counts on every line are a comparison: base negative and labelled', async () => {
  const { sources, report } = await decodeWith(folded, 'a;b 3 5\na;c 2 0\na;d 0 7\n');
  const p = sources[0]?.profile as Profile;
  expect(sources[0]?.isDiff).toBe(true);
  expect(stacks(p)).toEqual([
    ['a;b', -3, 1],
    ['a;b', 5, 0],
    ['a;c', -2, 1],
    ['a;d', 7, 0],
  ]);
  expect(stringAt(p.strings, p.labelSets.key[0] as number)).toBe('pprof::base');
  expect(report.guesses.map((g) => g.key)).toEqual(['text.folded.guess-two']);
});

test('one line with one count makes the others names with a number', async () => {
  const { sources } = await decodeWith(folded, 'a;thread 3 5\na;c 2\n');
  expect(sources[0]?.isDiff).toBe(false);
  expect(stacks(sources[0]?.profile as Profile)).toEqual([
    ['a;thread 3', 5, 0],
    ['a;c', 2, 0],
  ]);
});

test('marks: kernel and jit are mappings, inlined joins its caller', async () => {
  const p = profileOf(await decodeWith(folded, 'main;f_[i];sys_read_[k] 4\n'));
  expect(stacks(p)).toEqual([['main;f;sys_read', 4, 0]]);
  expect(Array.from(p.stacks.frames, (f) => p.frames.inlineDepth[f])).toEqual([0, 1, 0]);
  expect(stringAt(p.strings, p.mappings.file[0] as number)).toBe('[kernel.kallsyms]');
});

test('values beyond 2^53 and fractions', async () => {
  const big = profileOf(await decodeWith(folded, 'a;b 9007199254740993\n'));
  expect(big.samples.exact[0]?.[0]).toBe(9007199254740993n);
  const half = profileOf(await decodeWith(folded, 'a;b 0.5\na;c 1\n'));
  expect([...(half.samples.values[0] ?? [])]).toEqual([0.5, 1]);
});

test('prose and logs are not folded stacks', () => {
  const sniff = (text: string) => folded.sniff(sniffHead(new TextEncoder().encode(text), true));
  expect(sniff('a;b 1\na;c 2\n')?.score).toBe(60);
  expect(sniff('2024-01-01 error; code 5\nstarted 1\nlistening on 8080\nready 1\n')).toBeNull();
  expect(sniff('total 5\nfree 7\n')).toBeNull();
});

standsBadInput(folded, new TextEncoder().encode('main;a b;c 12\nmain;x_[k] 3\nmain 4\nmain;y 5 6\n'));
