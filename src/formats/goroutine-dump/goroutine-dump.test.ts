import { describe, expect, test } from 'vitest';
import type { Profile } from '../../model/profile.ts';
import { stringAt } from '../../model/strings.ts';
import { decodeWith, fixture, jsonFixture, profileOf, standsBadInput, totalsOf } from '../fixtures/decode-kit.ts';
import { goroutineDump } from './format.ts';

interface Golden {
  goroutines: number;
  by_state: Record<string, number>;
  by_top_function: [string, number][];
  created_by: [string, number][];
  locked_to_thread: number;
  with_wait_minutes: number;
  frames: number;
  distinct_stacks: number;
}

const framesOf = (p: Profile, sample: number): Int32Array => {
  const stack = p.samples.stack[sample] as number;
  return p.stacks.frames.subarray(p.stacks.offsets[stack], p.stacks.offsets[stack + 1]);
};
const nameOf = (p: Profile, frame: number): string =>
  stringAt(p.strings, p.functions.name[p.frames.func[frame] as number] as number);

function labelsOf(p: Profile, sample: number): Map<string, string> {
  const set = p.samples.labels[sample] as number;
  const labels = new Map<string, string>();
  for (let i = p.labelSets.offsets[set] as number; i < (p.labelSets.offsets[set + 1] as number); i++) {
    const text = p.labelSets.text[i] as number;
    const value =
      text < 0
        ? `${p.labelSets.num[i]} ${stringAt(p.strings, p.labelSets.unit[i] as number)}`
        : stringAt(p.strings, text);
    labels.set(stringAt(p.strings, p.labelSets.key[i] as number), value);
  }
  return labels;
}

function tally(p: Profile, of: (sample: number) => string | undefined): Record<string, number> {
  const counts: Record<string, number> = {};
  for (let s = 0; s < p.samples.length; s++) {
    const key = of(s);
    if (key !== undefined) counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

describe.each(['go1.19', 'go1.23', 'go1.24'])('%s', (version) => {
  test('states, top functions, creators, frames', async () => {
    const golden = jsonFixture(`${version}.golden.json`, import.meta.url) as Golden;
    const decoded = await decodeWith(goroutineDump, fixture(`${version}.txt.gz`, import.meta.url));
    const p = profileOf(decoded);
    expect(decoded.report.skipped).toEqual([]);
    expect(totalsOf(p)).toEqual([BigInt(golden.goroutines)]);
    expect(tally(p, (s) => labelsOf(p, s).get('state'))).toEqual(golden.by_state);
    expect(tally(p, (s) => nameOf(p, framesOf(p, s).slice(-1)[0] as number))).toEqual(
      Object.fromEntries(golden.by_top_function),
    );
    expect(tally(p, (s) => labelsOf(p, s).get('created by'))).toEqual(Object.fromEntries(golden.created_by));
    let frames = 0;
    for (let s = 0; s < p.samples.length; s++) frames += framesOf(p, s).length;
    expect(frames).toBe(golden.frames);
  });
});

const HARD = `SIGQUIT: quit
PC=0x46d521 m=0 sigcode=0

goroutine 7 gp=0xc000002380 m=nil [chan receive (leaked), 5 minutes, locked to thread] {tenant: "a, b", k: v}:
main.(*Queue[...]).pop(...)
	/src/q.go:12
main.worker({0xc000, 0x5}, 0x2)
	/src/w.go:34 +0x1cc fp=0xc00010 sp=0xc00008 pc=0x4711
created by main.main in goroutine 1
	/src/main.go:9 +0x11

goroutine 8 [running]:
	goroutine running on other thread; stack unavailable
created by main.main
	/src/main.go:10

goroutine 9 [select]:
main.deep(0x1)
	/src/d.go:1 +0x1
...additional frames elided...
created by main.main in goroutine 1
	/src/main.go:11 +0x22
rax    0x0
`;

test('labels, inlined calls, elided and unavailable stacks', async () => {
  const { sources, report } = await decodeWith(goroutineDump, HARD);
  const p = sources[0]?.profile as Profile;
  expect(p.samples.length).toBe(3);
  expect(labelsOf(p, 0)).toEqual(
    new Map([
      ['created by', 'main.main'],
      ['created in goroutine', '1 id'],
      ['goroutine', '7 id'],
      ['k', 'v'],
      ['locked to thread', 'true'],
      ['state', 'chan receive (leaked)'],
      ['tenant', 'a, b'],
      ['wait', '5 minutes'],
    ]),
  );
  const stack = [...framesOf(p, 0)];
  expect(stack.map((f) => nameOf(p, f))).toEqual(['main.worker', 'main.(*Queue[...]).pop']);
  expect(stack.map((f) => p.frames.inlineDepth[f])).toEqual([0, 1]);
  expect(stack.map((f) => p.frames.line[f])).toEqual([34, 12]);
  expect([...framesOf(p, 2)].map((f) => nameOf(p, f))).toEqual(['...additional frames elided...', 'main.deep']);
  expect(report.notes.map((n) => n.key)).toEqual(['text.dump.elided', 'text.dump.unavailable']);
  expect(report.skipped.map((s) => [s.reason.key, s.count])).toEqual([
    ['text.skip.between', 2],
    ['text.skip.line', 1],
  ]);
});

standsBadInput(goroutineDump, new TextEncoder().encode(HARD));
