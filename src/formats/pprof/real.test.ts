import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { Profile as Oracle } from 'pprof-format';
import { describe, expect, it } from 'vitest';
import type { Profile } from '../../model/profile.ts';
import { stringAt } from '../../model/strings.ts';
import { encodePprof } from './encode.ts';
import { decodeFile, decodeRaw, flatCum, labelText, describe as tell, totals } from './testing.ts';

interface Golden {
  readonly sample_types: string[];
  readonly totals: number[];
  readonly abs_totals: number[];
  readonly samples: number;
  readonly locations: number;
  readonly functions: number;
  readonly default_sample_type: string;
  readonly duration_nanos: string;
  readonly time_nanos: string;
  readonly max_depth_frames: number;
  readonly labels: Record<string, Record<string, number>>;
  readonly mappings: [string, string][];
  readonly functions_flat_cum: { name: string; flat: number[]; cum: number[] }[];
}

const file = (name: string) => new Uint8Array(readFileSync(new URL(`fixtures/real/${name}`, import.meta.url)));
const golden = JSON.parse(new TextDecoder().decode(file('expected.json'))) as Record<string, Golden>;
const FLAVORS: Record<string, string> = {
  'heap-05.pb.gz': 'heap',
  'heap-delta-3s.pb.gz': 'heap',
  'cpu-6s.pb.gz': 'cpu',
  'goroutine.pb.gz': 'goroutine',
  'mutex.pb.gz': 'mutex',
  'block.pb.gz': 'block',
  'allocs.pb.gz': 'allocs',
  'threadcreate.pb.gz': 'threadcreate',
  'cgo-addresses-cpu.pb.gz': 'cpu',
  'go1.19-heap.pb.gz': 'heap',
};

async function open(name: string): Promise<{ p: Profile; flavor: string; evidence: string }> {
  const { sources, report, sniff } = await decodeFile(file(name));
  expect(report.error).toBeUndefined();
  expect(report.skipped).toEqual([]);
  const [source] = sources;
  if (source === undefined) throw new Error('nothing decoded');
  expect(source.isDiff).toBe(false);
  return { p: source.profile, flavor: source.flavor, evidence: sniff?.evidence.key ?? '' };
}

describe('real profiles against pprof', () => {
  for (const [name, want] of Object.entries(golden)) {
    it(name, async () => {
      const { p, flavor, evidence } = await open(name);
      expect(flavor).toBe(FLAVORS[name]);
      expect(evidence).toBe('pprof.evidenceNamed');
      expect(p.sampleTypes.map((t) => `${t.type}/${t.unit}`)).toEqual(want.sample_types);
      expect(totals(p)).toEqual(want.totals.map(BigInt));
      expect(totals(p, true)).toEqual(want.abs_totals.map(BigInt));
      expect(p.samples.length).toBe(want.samples);
      expect(new Set(p.frames.location).size).toBe(want.locations);
      expect(p.functions.length).toBe(want.functions);
      expect(p.defaultSampleTypeName).toBe(want.default_sample_type);
      expect(String(p.timeNanos)).toBe(want.time_nanos);
      expect(String(p.durationNanos)).toBe(want.duration_nanos);
      expect(
        Array.from(p.mappings.file, (f, i) => [
          stringAt(p.strings, f),
          stringAt(p.strings, p.mappings.buildId[i] ?? 0),
        ]),
      ).toEqual(want.mappings);
      const rows = flatCum(p);
      for (const row of want.functions_flat_cum) {
        expect([row.name, rows.get(row.name)]).toEqual([
          row.name,
          { flat: row.flat.map(BigInt), cum: row.cum.map(BigInt) },
        ]);
      }
      for (const [key, values] of Object.entries(want.labels)) {
        for (const [value, count] of Object.entries(values)) {
          let seen = 0;
          for (let s = 0; s < p.samples.length; s++) {
            if (labelText(p, s).includes(`${key}=${value}`)) seen++;
          }
          expect([key, value, seen]).toEqual([key, value, count]);
        }
      }
    });
  }
});

describe('real profiles against pprof-format', () => {
  for (const name of Object.keys(golden)) {
    it(name, async () => {
      const { p } = await open(name);
      const raw = new Uint8Array(gunzipSync(file(name)));
      const o = Oracle.decode(raw);
      const text = (i: number | bigint) => o.stringTable.strings[Number(i)] ?? '';
      const functions = new Map(o.function.map((f) => [String(f.id), f]));
      const locations = new Map(o.location.map((l) => [String(l.id), l]));
      o.sample.forEach((sample, s) => {
        const values = sample.value.map((v) => BigInt.asIntN(64, BigInt(v)));
        expect(p.samples.values.map((column) => BigInt(column[s] as number))).toEqual(values);
        const frames: string[] = [];
        for (const id of [...sample.locationId].reverse()) {
          const location = locations.get(String(id));
          for (const line of [...(location?.line ?? [])].reverse()) {
            frames.push(`${text(functions.get(String(line.functionId))?.name ?? 0)}:${line.line}@${location?.address}`);
          }
        }
        const stack = p.samples.stack[s] as number;
        const ours: string[] = [];
        for (let i = p.stacks.offsets[stack] as number; i < (p.stacks.offsets[stack + 1] as number); i++) {
          const f = p.stacks.frames[i] as number;
          const func = p.functions.name[p.frames.func[f] as number] as number;
          ours.push(`${stringAt(p.strings, func)}:${p.frames.line[f]}@${p.frames.address[f]}`);
        }
        expect(ours).toEqual(frames);
      });
    });
  }
});

describe('encodePprof', () => {
  const edge = ['labels-with-units', 'inlined-lines', 'is-folded', 'int64-extremes', 'negative-values', 'comments'];
  const more = [
    'drop-and-keep-frames',
    'time-duration-docurl',
    'negative-time',
    'default-sample-type',
    'unicode-names',
  ];
  const files = [
    ...Object.keys(golden).map((name) => [name, file(name)] as const),
    ...[...edge, ...more, 'address-only-locations', 'sample-without-stack', 'missing-mapping'].map(
      (name) => [name, file(`../edge/${name}.pb.gz`)] as const,
    ),
  ];
  for (const [name, bytes] of files) {
    it(`gives ${name} back`, async () => {
      const p = (await decodeFile(bytes)).sources[0]?.profile as Profile;
      const again = (await decodeRaw(encodePprof(p))).sources[0]?.profile as Profile;
      expect(tell(again)).toEqual(tell(p));
    });
  }
});

describe('comparisons written by pprof', () => {
  it('are known by the label pprof::base', async () => {
    const p = (await decodeFile(file('heap-05.pb.gz'))).sources[0]?.profile as Profile;
    const o = Oracle.decode(encodePprof(p));
    const key = o.stringTable.dedup('pprof::base');
    const str = o.stringTable.dedup('true');
    for (const sample of o.sample.slice(0, 5)) {
      sample.value = sample.value.map((v) => BigInt.asUintN(64, -BigInt(v)));
      sample.label.push(
        Object.assign(Object.create(Object.getPrototypeOf(sample.label[0])), { key, str, num: 0, numUnit: 0 }),
      );
    }
    const { sources } = await decodeRaw(o.encode());
    expect(sources[0]?.isDiff).toBe(true);
    expect(Math.min(...(sources[0]?.profile.samples.values[1] ?? []))).toBeLessThan(0);
  });
});
