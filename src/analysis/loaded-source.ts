import type { Lens } from '../model/lens.ts';
import type { Profile } from '../model/profile.ts';
import type { Message } from '../model/report.ts';
import { ByteCache } from './cache.ts';
import { applyDropFrames } from './drop-frames.ts';
import { compileFilters, type FrameFilters } from './filters.ts';
import { type FrameKeys, frameKeys } from './frame-keys.ts';
import { compileTagFilters, type TagFilters } from './tag-filters.ts';
import { withTagFrames } from './tag-frames.ts';

/** What the analysis needs to know of a source beside its tables. */
export interface SourceHead {
  readonly key: string;
  readonly name: string;
  /** What it is, as `SourceFacts.flavor`: 'heap', 'memleak', 'perf' … */
  readonly flavor: string;
  /** Samples labelled `pprof::base` are the (negative) base of a comparison. */
  readonly isDiff: boolean;
}

/** A profile with drop_frames, tagroot and tagleaf applied, as filters see it. */
export interface Prepared {
  /** Equal for equal tables. */
  readonly id: string;
  readonly profile: Profile;
  readonly problem: Message | null;
}

const FEW = 4;
const one = (): number => 1;

/** An open source with what was derived from it lately. */
export class LoadedSource {
  readonly head: SourceHead;
  readonly profile: Profile;
  private readonly prepared = new ByteCache<Prepared>(2);
  private readonly filters = new ByteCache<FrameFilters>(FEW);
  private readonly tags = new ByteCache<TagFilters>(FEW);
  private readonly keys = new ByteCache<FrameKeys>(FEW);

  constructor(head: SourceHead, profile: Profile) {
    this.head = head;
    this.profile = profile;
  }

  prepare(lens: Lens): Prepared {
    const id = preparationId(lens);
    const make = (): Prepared => {
      const dropped = lens.allFrames ? { profile: this.profile, problem: null } : applyDropFrames(this.profile);
      return { id, profile: withTagFrames(dropped.profile, lens.tagRoot, lens.tagLeaf), problem: dropped.problem };
    };
    return this.prepared.get(id, make, one);
  }

  frameFilters(lens: Lens): FrameFilters {
    const { id, profile } = this.prepare(lens);
    const filters = lens.filters.filter((f) => !f.verb.startsWith('tag'));
    const key = JSON.stringify([id, filters, lens.originsOff, lens.noInlines]);
    return this.filters.get(key, () => compileFilters(profile, lens), one);
  }

  tagFilters(lens: Lens): TagFilters {
    const key = JSON.stringify(lens.filters.filter((f) => f.verb.startsWith('tag')));
    return this.tags.get(key, () => compileTagFilters(this.profile, lens.filters), one);
  }

  frameKeys(lens: Lens): FrameKeys {
    const { id, profile } = this.prepare(lens);
    return this.keys.get(`${id}${namesId(lens)}`, () => frameKeys(profile, lens), one);
  }
}

function namesId(lens: Lens): string {
  return JSON.stringify([lens.granularity, lens.foldGenerics, lens.trimPath, lens.showColumns]);
}

/** Everything of a lens that `prepare` looks at. */
function preparationId(lens: Lens): string {
  return JSON.stringify([lens.allFrames, lens.rawStacks, lens.allRecords, lens.tagRoot, lens.tagLeaf]);
}

const CUTS = new Set(['hide', 'show', 'show_from', 'prune_from']);

/** Everything of a lens that changes which sequences of keys there are. Equal texts give equal trees of the same sources. */
export function sequenceId(lens: Lens): string {
  const cuts = lens.filters.filter((f) => CUTS.has(f.verb) && !f.off && f.value !== '').map((f) => [f.verb, f.value]);
  return JSON.stringify([preparationId(lens), namesId(lens), cuts, lens.originsOff, lens.noInlines]);
}
