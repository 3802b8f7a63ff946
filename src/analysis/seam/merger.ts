import type { Lens } from '../../model/lens.ts';
import { heapOf, liveTypes } from '../../model/live-heap.ts';
import { NOT_A_LEAK, type NotALeak } from '../../model/native.ts';
import type { Profile } from '../../model/profile.ts';
import {
  type ClockDoubt,
  KNOWN_BYTES,
  KNOWN_OBJECTS,
  LAYER_LABEL,
  LAYERS,
  type Layer,
  type LayerShare,
} from '../../model/seam.ts';
import { stringAt } from '../../model/strings.ts';
import type { Timeline } from '../../model/timeline.ts';
import { ByteCache } from '../cache.ts';
import { withSampleLabel } from '../extend-tables.ts';
import { LoadedSource } from '../loaded-source.ts';
import { classify } from '../native/classes.ts';
import { partKey } from '../part-key.ts';
import type { SeamFacts } from './answer.ts';
import { type Evidence, EvidenceBuilder } from './evidence.ts';
import { type Folded, foldSeam, learnPackages } from './fold.ts';
import { joinSeam } from './join.ts';

/** One open source as a part of a merged set. */
interface Part {
  readonly source: LoadedSource;
  readonly doubts: readonly ClockDoubt[];
  /** Null: not memory that is alive. */
  readonly heap: ReturnType<typeof heapOf>;
}

interface MadeSet {
  readonly parts: readonly Part[];
  readonly evidence: Evidence;
  readonly packages: ReadonlySet<string>;
}

/** What takes times of source `from` to the own clock of source `to`, ns; null where that is not known. */
export type OffsetBetween = (to: string, from: string) => number | null;

/** Sources that are shown as one. */
export interface Merged {
  readonly sources: readonly LoadedSource[];
  readonly facts: SeamFacts;
}

const SETS = 3;
/** What a part of a set is: it has been prepared, and is none of the kinds that files are of. */
const MERGED = 'merged';
/** The kind of source that probes on wrappers write. */
const PROBED = 'perf';
const one = (): number => 1;

/** Makes one set of several sources: names that agree, C stacks under their Go callers, a layer for every byte. */
export class Merger {
  private readonly sets = new ByteCache<MadeSet>(SETS);
  private made = 0;

  /**
   * The sources that a lens shows of `given`: those of live memory as layers of one total, or, where the lens asks for
   * another sample type, those that have it. What is not shown still tells who called whom.
   */
  merge(
    lens: Lens,
    given: readonly LoadedSource[],
    timelines: ReadonlyMap<string, Timeline>,
    offsets: OffsetBetween,
  ): Merged {
    const { parts, evidence, packages } = this.setOf(lens, given, timelines, offsets);
    const live = parts.filter((p) => p.heap !== null);
    const known = lens.sampleType === '' || lens.sampleType === KNOWN_BYTES || lens.sampleType === KNOWN_OBJECTS;
    const whole = known && live.length > 0;
    const ofType = wantedType(lens, given);
    const shown = whole ? live : parts.filter((p) => p.source.profile.sampleTypes.some((t) => t.type === ofType));
    return {
      sources: shown.map((p) => p.source),
      facts: {
        layers: whole ? sharesOf(live) : [],
        twice: (['go-heap', 'c-heap'] as const).filter((heap) => live.filter((p) => p.heap === heap).length > 1),
        doubts: parts.flatMap((p) => p.doubts),
        evidence,
        packages,
      },
    };
  }

  /** Forgets the sets that a source is in; returns the keys of their parts. */
  forget(source: string): readonly string[] {
    const has = (id: string) => id.includes(JSON.stringify(source));
    const keys = this.sets.values(has).flatMap(({ parts }) => parts.map((p) => p.source.head.key));
    this.sets.drop(has);
    return keys;
  }

  private setOf(
    lens: Lens,
    given: readonly LoadedSource[],
    timelines: ReadonlyMap<string, Timeline>,
    offsets: OffsetBetween,
  ): MadeSet {
    const keys = given.map((s) => s.head.key);
    const clocks = [...timelines.keys()].map((timeline) => keys.map((key) => offsets(timeline, key)));
    const id = JSON.stringify([keys, [...timelines.keys()], clocks, lens.rawStacks, lens.allRecords]);
    return this.sets.get(id, () => this.make(lens, given, timelines, offsets), one);
  }

  private make(
    lens: Lens,
    given: readonly LoadedSource[],
    timelines: ReadonlyMap<string, Timeline>,
    offsets: OffsetBetween,
  ): MadeSet {
    const heaps = given.map(({ head, profile }) => heapOf(profile, head.flavor));
    const layered = given.map((source, i) => {
      const heap = heaps[i] ?? null;
      const native = source.native(lens);
      return heap === null ? native : asLayers(native, heap, lens.allRecords);
    });
    const packages = new Map<string, string>();
    for (const profile of layered) learnPackages(profile, packages);
    const folded = layered.map((profile) => foldSeam(profile, packages));
    const builder = new EvidenceBuilder();
    given.forEach(({ head }, i) => {
      builder.addProfile(head.key, layered[i] as Profile, folded[i] as Folded, head.flavor === PROBED);
    });
    for (const [key, timeline] of timelines) builder.addTimeline(key, timeline);
    const evidence = builder.finish();
    const set = this.made++;
    const parts = given.map((source, i): Part => {
      const heap = heaps[i] ?? null;
      const { profile, doubts } = lens.rawStacks
        ? { profile: layered[i] as Profile, doubts: [] }
        : heap === 'go-heap'
          ? { profile: (folded[i] as Folded).profile, doubts: [] }
          : joinSeam(folded[i] as Folded, evidence, (times) => offsets(times.source, source.head.key));
      const head = { ...source.head, key: partKey(source.head.key, set), flavor: MERGED };
      return { source: new LoadedSource(head, profile), doubts, heap };
    });
    return { parts, evidence, packages: new Set(packages.values()) };
  }
}

const LAYER_OF: Readonly<Record<NotALeak, Layer>> = {
  'go-runtime-mmap': 'go-runtime',
  'arena-reservation': 'allocator',
  'thread-stack': 'stacks',
  tls: 'stacks',
  'map-failed': 'other',
  'double-count': 'other',
};

/**
 * A profile of live memory with the sample types of a merged set beside its own, every sample labelled with its layer.
 * Records that are no leak of the program, where they are in it at all, are of the layer that they belong to.
 */
function asLayers(profile: Profile, heap: Layer, allRecords: boolean): Profile {
  const live = liveTypes(profile.sampleTypes);
  if (live === null) return profile;
  const { samples } = profile;
  const bytes = samples.values[live.bytes] ?? new Float64Array(samples.length);
  const objects = samples.values[live.objects] ?? new Float64Array(samples.length);
  const classes = allRecords ? classify(profile) : null;
  const layer = Int8Array.from({ length: samples.length }, (_, s) => {
    const known = NOT_A_LEAK[(classes?.of[s] ?? 0) - 1];
    return LAYERS.indexOf(known === undefined ? heap : LAYER_OF[known]);
  });
  const labelled = withSampleLabel(profile, LAYER_LABEL, LAYERS, layer);
  return {
    ...labelled,
    sampleTypes: [...profile.sampleTypes, { type: KNOWN_OBJECTS, unit: 'count' }, { type: KNOWN_BYTES, unit: 'bytes' }],
    defaultSampleType: profile.sampleTypes.length + 1,
    defaultSampleTypeName: KNOWN_BYTES,
    samples: {
      ...labelled.samples,
      values: [...samples.values, objects, bytes],
      exact: [...samples.exact, null, null],
    },
  };
}

/** The sample type of a set that is not looked at as all known bytes. */
function wantedType(lens: Lens, given: readonly LoadedSource[]): string {
  const first = given[0]?.profile;
  return lens.sampleType === '' ? (first?.sampleTypes[first.defaultSampleType]?.type ?? '') : lens.sampleType;
}

/** Live bytes by the layer that the samples are labelled with. */
function sharesOf(parts: readonly Part[]): readonly LayerShare[] {
  const sums = new Map<string, number>();
  for (const { source } of parts) {
    const { labelSets, samples, strings } = source.profile;
    const ofSet = Array.from({ length: labelSets.length }, (_, set) => {
      for (let e = labelSets.offsets[set] as number; e < (labelSets.offsets[set + 1] as number); e++) {
        if (stringAt(strings, labelSets.key[e] as number) === LAYER_LABEL)
          return stringAt(strings, labelSets.text[e] as number);
      }
      return '';
    });
    const bytes = samples.values[source.profile.defaultSampleType];
    for (let s = 0; s < samples.length; s++) {
      const layer = ofSet[samples.labels[s] as number] ?? '';
      sums.set(layer, (sums.get(layer) ?? 0) + (bytes?.[s] ?? 0));
    }
  }
  return LAYERS.flatMap((layer) => (sums.has(layer) ? [{ layer, bytes: sums.get(layer) ?? 0 }] : []));
}
