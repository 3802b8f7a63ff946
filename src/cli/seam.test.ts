import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EvidenceBuilder } from '../analysis/seam/evidence.ts';
import { foldSeam, learnPackages } from '../analysis/seam/fold.ts';
import { type Joined, joinSeam } from '../analysis/seam/join.ts';
import { NONE } from '../model/ids.ts';
import type { Profile } from '../model/profile.ts';
import { stringAt } from '../model/strings.ts';
import { type ReadFile, readFiles } from './read.ts';

const fixture = (name: string): string => join(import.meta.dirname, '../../e2e/fixtures/seam', name);

async function read(name: string): Promise<ReadFile> {
  const [file] = await readFiles([fixture(name)], { legacyDropFrames: false, maxRawBytes: null });
  if (file === undefined) throw new Error(name);
  return file;
}

function profileIn(file: ReadFile): Profile {
  const [source] = file.sources;
  if (source === undefined) throw new Error(file.file);
  return source.profile;
}

/** Samples of a tier by allocation size (the ground truth: every Go path has its own) and innermost function of main. */
function joins({ profile }: Joined, wanted: string): Record<string, number> {
  const { samples, stacks, frames, functions, labelSets, strings } = profile;
  const bytes = profile.sampleTypes.findIndex((t) => t.unit === 'bytes');
  const counts: Record<string, number> = {};
  for (let s = 0; s < samples.length; s++) {
    const set = samples.labels[s] as number;
    let tier = '-';
    for (let e = labelSets.offsets[set] as number; e < (labelSets.offsets[set + 1] as number); e++) {
      if (stringAt(strings, labelSets.key[e] as number) === 'tier')
        tier = stringAt(strings, labelSets.text[e] as number);
    }
    const stack = samples.stack[s] as number;
    const names: string[] = [];
    for (let i = stacks.offsets[stack] as number; i < (stacks.offsets[stack + 1] as number); i++) {
      const func = frames.func[stacks.frames[i] as number] as number;
      names.push(func === NONE ? '?' : stringAt(strings, functions.name[func] as number));
    }
    const callers = names.filter((name) => /^main\.(?:[a-z]|\(\*)/.test(name) && !/\.func\d+$|gowrap/.test(name));
    if (tier !== wanted) continue;
    const key = `${samples.values[bytes]?.[s]} ${callers[callers.length - 1] ?? ''}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

describe('exact callers of C allocations by thread and time', () => {
  test('wrapper probes (tier 1a): as the independent join says', async () => {
    const a = profileIn(await read('perf-script-join-A-wrappers-fp.txt.gz'));
    const b = profileIn(await read('perf-script-join-B-malloc-dwarf.txt.gz'));
    const packages = new Map<string, string>();
    learnPackages(a, packages);
    const builder = new EvidenceBuilder();
    builder.addProfile('A', a, foldSeam(a, packages), true);
    const joined = joinSeam(foldSeam(b, packages), builder.finish());
    expect(joined.doubts).toEqual([]);
    expect(joins(joined, '1a')).toEqual({
      '116 main.pathA': 1250,
      '66 main.sharedHelper': 1130,
      '40 main.inCallback': 640,
      '11 main.leakCString': 156,
      '64 main.leakCMalloc': 156,
      '48 main.leakCBytes': 156,
      '40 main.leakInline': 156,
    });
    // The thread that C made, before and while A was recorded, and one allocation of the runtime's own.
    expect(joins(joined, '-')).toEqual({ '333 ': 90 });
    expect(Object.values(joins(joined, '0'))).toEqual([1]);
    // What was allocated before A began is shared out by calls: nothing is lost or made up.
    const bytes = (p: Profile) => p.samples.values[1]?.reduce((sum, v) => sum + v, 0);
    expect(bytes(joined.profile)).toBe(bytes(b));
  });

  test('execution trace (tier 1b)', async () => {
    const trace = await read('go-execution-trace.out.gz');
    const b = profileIn(await read('perf-script-malloc-dwarf-during-go-trace.txt.gz'));
    const builder = new EvidenceBuilder();
    for (const t of trace.timelines) builder.addTimeline('trace', t.timeline);
    const joined = joinSeam(foldSeam(b, new Map()), builder.finish());
    expect(joined.doubts).toEqual([]);
    expect(joins(joined, '1b')).toEqual({
      '116 main.pathA': 970,
      '66 main.sharedHelper': 980,
      '40 main.inCallback': 464,
      '11 main.leakCString': 114,
      '64 main.leakCMalloc': 114,
      '48 main.leakCBytes': 114,
      '40 main.leakInline': 114,
    });
    expect(joins(joined, '-')).toEqual({ '333 ': 85 });
  });

  test('a clock that does not fit is no evidence', async () => {
    const trace = await read('go-execution-trace.out.gz');
    const b = profileIn(await read('perf-script-malloc-dwarf-during-go-trace.txt.gz'));
    const builder = new EvidenceBuilder();
    for (const t of trace.timelines) builder.addTimeline('trace', t.timeline);
    const late = { ...b, samples: { ...b.samples, time: b.samples.time?.map((t) => t + 61_400_000) ?? null } };
    const joined = joinSeam(foldSeam(late, new Map()), builder.finish());
    expect(joined.doubts).toMatchObject([{ source: 'trace', tier: '1b' }]);
    expect(joins(joined, '1b')).toEqual({});
    expect(Object.keys(joins(joined, '3')).length).toBeGreaterThan(0);
  });

  test('a clock whose offset is known joins as if it were the same', async () => {
    const trace = await read('go-execution-trace.out.gz');
    const b = profileIn(await read('perf-script-malloc-dwarf-during-go-trace.txt.gz'));
    const builder = new EvidenceBuilder();
    for (const t of trace.timelines) builder.addTimeline('trace', t.timeline);
    const late = { ...b, samples: { ...b.samples, time: b.samples.time?.map((t) => t + 61_400_000) ?? null } };
    const joined = joinSeam(foldSeam(late, new Map()), builder.finish(), () => -61_400_000);
    expect(joined.doubts).toEqual([]);
    expect(joins(joined, '1b')['116 main.pathA']).toBe(970);
  });
});
