import type { Lens } from '../model/lens.ts';
import type { Profile } from '../model/profile.ts';
import type { Message } from '../model/report.ts';
import { ByteCache } from './cache.ts';
import { applyDropFrames } from './drop-frames.ts';
import { compileFilters, type FrameFilters } from './filters.ts';
import { type FrameKeys, frameKeys } from './frame-keys.ts';
import { type NativeFacts, nativeFacts } from './native/answer.ts';
import type { ProcessCode } from './native/code-ranges.ts';
import { nativeSteps } from './native/steps.ts';
import { sourceSteps } from './source-steps.ts';
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

/** A profile as filters see it: without dropped frames, broken stacks and what is no leak, with tagroot and tagleaf. */
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
  private code: ProcessCode | null = null;
  private facts: NativeFacts | null | undefined;
  private readonly prepared = new ByteCache<Prepared>(2);
  private readonly filters = new ByteCache<FrameFilters>(FEW);
  private readonly tags = new ByteCache<TagFilters>(FEW);
  private readonly keys = new ByteCache<FrameKeys>(FEW);

  constructor(head: SourceHead, profile: Profile) {
    this.head = head;
    this.profile = profile;
  }

  /** Takes what is known of where code lies in the process; true when that changes what is prepared. */
  knowCode(code: ProcessCode | null): boolean {
    if (code === null && this.code === null) return false;
    this.code = code;
    this.facts = undefined;
    for (const cache of [this.prepared, this.filters, this.tags, this.keys]) cache.drop(() => true);
    return true;
  }

  /** What native tools put into the source beside the program's own doing; null where nothing can be. */
  nativeFacts(): NativeFacts | null {
    if (this.facts === undefined) {
      this.facts = nativeFacts(this.head.key, this.head.flavor, this.profile, this.code?.isCode ?? null);
    }
    return this.facts;
  }

  /** The tables without what is broken in them and what is no leak, as far as a lens wants that. */
  native(lens: Lens): Profile {
    return nativeSteps(this.profile, this.head.flavor, lens, this.code);
  }

  /** The steps from the tables of the file to what filters see, in their order. */
  prepare(lens: Lens): Prepared {
    const id = preparationId(lens);
    const make = (): Prepared => {
      const dropped = lens.allFrames ? { profile: this.profile, problem: null } : applyDropFrames(this.profile);
      const steps = sourceSteps(dropped.profile, this.head.flavor, lens, this.code);
      const profile = withTagFrames(steps, lens.tagRoot, lens.tagLeaf);
      return { id, profile, problem: dropped.problem };
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
    const { id, profile } = this.prepare(lens);
    const key = JSON.stringify([id, lens.filters.filter((f) => f.verb.startsWith('tag'))]);
    return this.tags.get(key, () => compileTagFilters(profile, lens.filters), one);
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
