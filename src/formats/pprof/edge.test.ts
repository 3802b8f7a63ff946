import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Profile } from '../../model/profile.ts';
import { decodeFile, decodeRaw, labelText, describe as tell, totals } from './testing.ts';

interface Expected {
  readonly sample_types?: string[];
  readonly totals?: string[];
  readonly samples?: number;
  readonly locations?: number;
  readonly functions?: number;
  readonly max_depth_frames?: number;
  readonly default_sample_type?: string;
  readonly comments?: string[] | null;
  readonly drop_frames?: string;
  readonly keep_frames?: string;
  readonly time_nanos?: string;
  readonly duration_nanos?: string;
  readonly labels?: Record<string, Record<string, number>>;
  readonly mappings?: number;
  readonly parse_error?: string;
}

const file = (name: string) => new Uint8Array(readFileSync(new URL(`fixtures/edge/${name}`, import.meta.url)));
const expected = JSON.parse(new TextDecoder().decode(file('expected.json'))) as Record<string, Expected>;

/** pprof adds an int64 total that wraps; ours are true sums. */
const TRUE_TOTALS: Record<string, string[]> = {
  'int64-extremes.pb.gz': ['3', '9223372036854775809', '3', '9232379236109516801'],
};

function figures(p: Profile): Record<string, unknown> {
  let depth = 0;
  for (let s = 0; s < p.stacks.length; s++) {
    depth = Math.max(depth, (p.stacks.offsets[s + 1] as number) - (p.stacks.offsets[s] as number));
  }
  const labels: Record<string, Record<string, number>> = {};
  for (let s = 0; s < p.samples.length; s++) {
    for (const label of labelText(p, s)) {
      const at = label.indexOf('=');
      const key = label.slice(0, at);
      const values = (labels[key] ??= {});
      values[label.slice(at + 1)] = (values[label.slice(at + 1)] ?? 0) + 1;
    }
  }
  return {
    sample_types: p.sampleTypes.map((t) => `${t.type}/${t.unit}`),
    totals: totals(p).map(String),
    samples: p.samples.length,
    locations: new Set(p.frames.location).size,
    functions: p.functions.length,
    max_depth_frames: depth,
    default_sample_type: p.defaultSampleTypeName,
    comments: p.comments.length === 0 ? null : p.comments,
    drop_frames: p.dropFrames,
    keep_frames: p.keepFrames,
    time_nanos: String(p.timeNanos),
    duration_nanos: String(p.durationNanos),
    mappings: p.mappings.length,
    labels,
  };
}

describe('files that pprof reads give its figures', () => {
  for (const [name, want] of Object.entries(expected)) {
    if (want.parse_error !== undefined) continue;
    it(name, async () => {
      const { sources, report, sniff } = await decodeFile(file(name));
      expect(report.error).toBeUndefined();
      expect(report.skipped).toEqual([]);
      expect(sniff?.score).toBe(80);
      expect(sources).toHaveLength(1);
      const got = figures((sources[0] as { profile: Profile }).profile);
      const { labels, ...rest } = want;
      for (const [key, value] of Object.entries(rest)) {
        if (key in got) expect([key, got[key]]).toEqual([key, key === 'totals' ? (TRUE_TOTALS[name] ?? value) : value]);
      }
      // The golden counts string labels only.
      for (const [key, values] of Object.entries(labels ?? {})) {
        expect((got.labels as Record<string, unknown>)[key]).toMatchObject(values);
      }
    });
  }
});

/** What pprof refuses: our error, where it is, and how many samples are saved; `null` = the sniffer says it is no pprof. */
const REFUSED: Record<
  string,
  { error: string; at?: number; samples: number } | { skipped: string; samples: number } | null
> = {
  'bad-length.pb.gz': { error: 'pprof.tooLong', at: 400, samples: 2 },
  'bad-varint.pb.gz': { error: 'pprof.badVarint', at: 400, samples: 2 },
  'corrupt-gzip-crc.pb.gz': { error: 'compress.gzipChecksum', samples: 40 },
  'corrupt-gzip-data.pb.gz': { error: 'compress.gzipChecksum', samples: 27 },
  'corrupt-gzip-method.pb.gz': null,
  'duplicate-function-id.pb.gz': { error: 'pprof.duplicate.function', samples: 2 },
  'duplicate-location-id.pb.gz': { error: 'pprof.duplicate.location', samples: 2 },
  'duplicate-mapping-id.pb.gz': { error: 'pprof.duplicate.mapping', samples: 2 },
  'elf-header-only.bin': null,
  'empty-gzip-member.pb.gz': null,
  'function-id-zero.pb.gz': { error: 'pprof.zeroId.function', samples: 2 },
  'group-wire-type.pb.gz': { error: 'pprof.group', at: 415, samples: 3 },
  'location-id-zero.pb.gz': { error: 'pprof.zeroId.location', samples: 2 },
  'missing-function.pb.gz': { error: 'pprof.missing.function', at: 161, samples: 3 },
  'missing-location.pb.gz': { error: 'pprof.missing.location', samples: 2 },
  'not-a-profile-gz-text.pb.gz': null,
  'not-a-profile-html.pb.gz': null,
  'random-4k.bin': null,
  'string-index-out-of-range.pb.gz': { error: 'pprof.stringIndex', at: 400, samples: 2 },
  'string-zero-not-empty.pb.gz': { error: 'pprof.stringZero', at: 197, samples: 2 },
  'trailing-garbage-after-gzip.pb.gz': { skipped: 'compress.trailingBytes', samples: 40 },
  'truncated-gzip-trailer.pb.gz': { error: 'compress.gzipTruncated', samples: 40 },
  'truncated-gzip.pb.gz': { error: 'compress.gzipTruncated', samples: 27 },
  'truncated-raw.pb': { error: 'pprof.cut', at: 676, samples: 40 },
  'two-gzips-of-whole-profiles.pb.gz': { error: 'pprof.concatenated', samples: 2 },
  'two-profiles-concatenated.pb.gz': { error: 'pprof.concatenated', at: 400, samples: 2 },
  'value-count-mismatch.pb.gz': { error: 'pprof.valueCount', at: 55, samples: 2 },
  'zero-bytes.pb.gz': null,
  'zero-padding-after-gzip.pb.gz': { skipped: 'compress.zeroPadding', samples: 40 },
  'zstd-magic.pb.gz': null,
};

describe('files that pprof refuses', () => {
  it('are all listed', () => {
    const refused = Object.keys(expected).filter((name) => expected[name]?.parse_error !== undefined);
    expect(Object.keys(REFUSED).sort()).toEqual(refused.sort());
  });

  for (const [name, want] of Object.entries(REFUSED)) {
    it(name, async () => {
      const { sources, report, opened, sniff } = await decodeFile(file(name));
      if (want === null) {
        expect(sniff).toBeNull();
        expect(sources).toEqual([]);
        expect(report.error).toBeDefined();
        return;
      }
      expect(sniff?.score).toBeGreaterThanOrEqual(60);
      expect(sources[0]?.profile.samples.length).toBe(want.samples);
      if ('skipped' in want) {
        expect(report.error).toBeUndefined();
        expect(opened.leftovers.map((l) => l.reason.key)).toEqual([want.skipped]);
        return;
      }
      expect(report.error?.what.key).toBe(want.error);
      if (want.at !== undefined) expect(report.error?.offset).toBe(want.at);
      expect(report.error?.offset).toBeGreaterThan(0);
    });
  }

  it('opens only the first of two profiles', async () => {
    const both = (await decodeFile(file('two-profiles-concatenated.pb.gz'))).sources[0]?.profile as Profile;
    expect(totals(both).map(String)).toEqual(['16', '7000', '13', '20000']);
    expect(both.sampleTypes).toHaveLength(4);
    expect(both.functions.length).toBe(4);
    expect(both.mappings.length).toBe(1);
  });

  it('keeps the totals of a file that breaks off before its locations', async () => {
    const { sources } = await decodeRaw(file('truncated-raw.pb'));
    const p = sources[0]?.profile as Profile;
    expect(p.samples.length).toBe(40);
    expect(totals(p).every((t) => t > 0n)).toBe(true);
    expect(p.stacks.frames.length).toBeGreaterThan(0);
  });
});

describe('int64', () => {
  it('keeps values beyond 2^53 and says that pprof wraps around', async () => {
    const { report, sources } = await decodeFile(file('int64-extremes.pb.gz'));
    expect(report.notes.map((n) => n.key)).toEqual(['pprof.wraps']);
    const p = sources[0]?.profile as Profile;
    expect(p.samples.exact.map((e) => e !== null)).toEqual([false, true, false, true]);
    const above = (await decodeFile(file('above-2-53.pb.gz'))).sources[0]?.profile as Profile;
    expect(above.samples.exact[3]).toContain(9007199254740993n);
  });
});

describe('chunks of any size give the same tables', () => {
  for (const name of [
    'labels-with-units.pb.gz',
    'inlined-lines.pb.gz',
    'unicode-names.pb.gz',
    'int64-extremes.pb.gz',
  ]) {
    it(name, async () => {
      const raw = await rawOf(name);
      const whole = (await decodeRaw(raw)).sources[0]?.profile as Profile;
      for (const size of [1, 7, 64]) {
        const p = (await decodeRaw(raw, size)).sources[0]?.profile;
        expect(p).toEqual(whole);
      }
      expect(tell(whole)).toMatchObject({ defaultSampleType: 3 });
    });
  }
});

describe('truncation at every byte', () => {
  for (const name of ['labels-with-units.pb.gz', 'unpacked-repeated.pb.gz', 'time-duration-docurl.pb.gz']) {
    it(name, async () => {
      const raw = await rawOf(name);
      const samples = (await decodeRaw(raw)).sources[0]?.profile.samples.length as number;
      for (let length = 0; length < raw.length; length++) {
        const { sources, report } = await decodeRaw(raw.subarray(0, length));
        expect(sources.length > 0 || report.error !== undefined).toBe(true);
        expect(sources[0]?.profile.samples.length ?? 0).toBeLessThanOrEqual(samples);
      }
      const zipped = file(name);
      for (let length = 0; length < zipped.length; length++) {
        const { report } = await decodeFile(zipped.subarray(0, length));
        expect(report.error).toBeDefined();
      }
    });
  }
});

async function rawOf(name: string): Promise<Uint8Array> {
  const { openBytes } = await import('../compress.ts');
  const opened = await openBytes(new Blob([file(name)]), { name, lastModified: 0 });
  const parts: Uint8Array[] = [];
  for (let chunk = await opened.next(); chunk !== null; chunk = await opened.next()) parts.push(chunk.slice());
  return new Uint8Array(Buffer.concat(parts));
}
