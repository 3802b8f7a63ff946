import type { Lens } from '../../model/lens.ts';
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
import type { Timeline } from '../../model/timeline.ts';
import { ByteCache } from '../cache.ts';
import { withSampleLabel } from '../extend-tables.ts';
import { LoadedSource } from '../loaded-source.ts';
import type { SeamFacts } from './answer.ts';
import { type Evidence, EvidenceBuilder } from './evidence.ts';
import { type Folded, foldSeam, learnPackages } from './fold.ts';
import { joinSeam } from './join.ts';
import { heapOf, liveColumns } from './layers.ts';

/** One open source as a part of a merged set. */
interface Part {
  readonly source: LoadedSource;
  readonly doubts: readonly ClockDoubt[];
  /** Null: not memory that is alive. */
  readonly layer: Layer | null;
}

interface MadeSet {
  readonly parts: readonly Part[];
  readonly evidence: Evidence;
  readonly packages: ReadonlySet<string>;
}

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
  merge(lens: Lens, given: readonly LoadedSource[], timelines: ReadonlyMap<string, Timeline>): Merged {
    const { parts, evidence, packages } = this.setOf(lens, given, timelines);
    const live = parts.filter((p) => p.layer !== null);
    const known = lens.sampleType === '' || lens.sampleType === KNOWN_BYTES || lens.sampleType === KNOWN_OBJECTS;
    const shown = known && live.length > 0 ? live : parts.filter((p) => hasType(p.source.profile, lens, given));
    return {
      sources: shown.map((p) => p.source),
      facts: {
        layers: known ? sharesOf(live) : [],
        twice: LAYERS.filter((layer) => live.filter((p) => p.layer === layer).length > 1),
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

  private setOf(lens: Lens, given: readonly LoadedSource[], timelines: ReadonlyMap<string, Timeline>): MadeSet {
    const id = JSON.stringify([given.map((s) => s.head.key), [...timelines.keys()], lens.rawStacks, lens.allRecords]);
    return this.sets.get(id, () => this.make(lens, given, timelines), one);
  }

  private make(lens: Lens, given: readonly LoadedSource[], timelines: ReadonlyMap<string, Timeline>): MadeSet {
    const packages = new Map<string, string>();
    const profiles = given.map((source) => source.native(lens));
    for (const profile of profiles) learnPackages(profile, packages);
    const folded = profiles.map((profile) => foldSeam(profile, packages));
    const builder = new EvidenceBuilder();
    given.forEach(({ head }, i) => {
      builder.addProfile(head.name, profiles[i] as Profile, folded[i] as Folded, head.flavor === PROBED);
    });
    for (const [name, timeline] of timelines) builder.addTimeline(name, timeline);
    const evidence = builder.finish();
    const set = this.made++;
    const parts = given.map((source, i): Part => {
      const layer = heapOf(source.profile, source.head.flavor);
      const joined =
        layer === 'go-heap'
          ? { profile: (folded[i] as Folded).profile, doubts: [] }
          : joinSeam(folded[i] as Folded, evidence);
      const profile = layer === null ? joined.profile : asLayer(joined.profile, layer);
      const head = { ...source.head, key: `${source.head.key} in set ${set}`, flavor: MERGED };
      return { source: new LoadedSource(head, profile), doubts: joined.doubts, layer };
    });
    return { parts, evidence, packages: new Set(packages.values()) };
  }
}

/** A profile with the sample types of a merged set in place of its own, every sample labelled with its layer. */
function asLayer(profile: Profile, layer: Layer): Profile {
  const live = liveColumns(profile);
  if (live === null) return profile;
  const n = profile.samples.length;
  const labelled = withSampleLabel(profile, LAYER_LABEL, [layer], new Int8Array(n));
  return {
    ...labelled,
    sampleTypes: [
      { type: KNOWN_OBJECTS, unit: 'count' },
      { type: KNOWN_BYTES, unit: 'bytes' },
    ],
    defaultSampleType: 1,
    defaultSampleTypeName: KNOWN_BYTES,
    samples: { ...labelled.samples, values: [live.objects ?? new Float64Array(n), live.bytes], exact: [null, null] },
  };
}

function hasType(profile: Profile, lens: Lens, given: readonly LoadedSource[]): boolean {
  const first = given[0]?.profile;
  const wanted = lens.sampleType === '' ? first?.sampleTypes[first.defaultSampleType]?.type : lens.sampleType;
  return profile.sampleTypes.some((t) => t.type === wanted);
}

function sharesOf(parts: readonly Part[]): readonly LayerShare[] {
  return LAYERS.flatMap((layer) => {
    let bytes = 0;
    for (const part of parts) {
      if (part.layer === layer) for (const v of part.source.profile.samples.values[1] ?? []) bytes += v;
    }
    return parts.some((p) => p.layer === layer) ? [{ layer, bytes }] : [];
  });
}
