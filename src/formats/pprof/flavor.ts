import { NONE } from '../../model/ids.ts';
import type { Profile } from '../../model/profile.ts';
import { stringAt } from '../../model/strings.ts';

const UNLOCKING = /Unlock$|^runtime\.(unlock|_LostContendedRuntimeLock)/;
const BLOCKING = /^runtime\.(selectgo|chan(recv|send)|block)|\.(Lock|RLock|Wait)$|^sync\.(runtime_|\(\*Mutex\)\.lock)/;
/** Leaf frames looked at: they agree with each other, a few tell. */
const LEAVES = 1000;

/** What a profile is in the field's words, from its sample types alone. */
export function flavorOf(p: Profile): string {
  const types = new Set(p.sampleTypes.map((t) => t.type));
  if (types.has('inuse_space') || types.has('inuse_objects')) {
    return p.defaultSampleTypeName.startsWith('alloc_') ? 'allocs' : 'heap';
  }
  if (types.has('alloc_space') || types.has('alloc_objects')) return 'allocs';
  if (types.has('cpu')) return 'cpu';
  if (types.has('goroutine')) return 'goroutine';
  if (types.has('threadcreate')) return 'threadcreate';
  if (types.has('contentions') && types.has('delay')) return contentionOf(p);
  return 'profile';
}

/**
 * Mutex and block profiles have the same types. A mutex profile is taken where a lock is released, a block profile
 * where somebody waits.
 */
function contentionOf(p: Profile): string {
  let mutex = 0;
  let block = 0;
  for (let s = 0; s < Math.min(p.stacks.length, LEAVES); s++) {
    const from = p.stacks.offsets[s] as number;
    const to = p.stacks.offsets[s + 1] as number;
    const func = from === to ? NONE : (p.frames.func[p.stacks.frames[to - 1] as number] as number);
    if (func === NONE) continue;
    const name = stringAt(p.strings, p.functions.name[func] as number);
    if (UNLOCKING.test(name)) mutex++;
    else if (BLOCKING.test(name)) block++;
  }
  if (mutex > block) return 'mutex';
  return block > 0 ? 'block' : 'contention';
}
