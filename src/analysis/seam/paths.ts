import { NONE } from '../../model/ids.ts';
import type { Profile } from '../../model/profile.ts';
import { stringAt } from '../../model/strings.ts';
import type { Timeline } from '../../model/timeline.ts';
import { isGoroutineRoot, isPlumbing, plainName } from './names.ts';

/** A frame of a Go path. */
export interface PathFrame {
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

/** Go callers of a wrapper, root first; the last frame is the wrapper as Go spells it. */
export type GoPath = readonly PathFrame[];

/** Distinct Go paths with a number each. */
export class Paths {
  readonly list: GoPath[] = [];
  private readonly ids = new Map<string, number>();

  add(path: GoPath): number {
    const identity = path.map((f) => `${f.name}\0${f.file}\0${f.line}`).join('\0\0');
    let id = this.ids.get(identity);
    if (id === undefined) {
      id = this.list.push(path) - 1;
      this.ids.set(identity, id);
    }
    return id;
  }
}

/** The outer frames of a stack of a profile as a path: all of them, or `length`. */
export function pathOfStack(profile: Profile, stack: number, length = Number.POSITIVE_INFINITY): GoPath {
  const { stacks, frames, functions, strings } = profile;
  const path: PathFrame[] = [];
  const from = stacks.offsets[stack] as number;
  const to = Math.min(stacks.offsets[stack + 1] as number, from + length);
  for (let i = from; i < to; i++) {
    const f = stacks.frames[i] as number;
    const func = frames.func[f] as number;
    if (func === NONE) continue;
    path.push({
      name: stringAt(strings, functions.name[func] as number),
      file: stringAt(strings, functions.file[func] as number),
      line: frames.line[f] as number,
    });
  }
  return path;
}

/** A stack of a trace (leaf first there) as a path, without plumbing. */
export function pathOfTraceStack({ stacks, strings }: Timeline, stack: number): GoPath {
  if (stacks === null || stack < 0) return [];
  const path: PathFrame[] = [];
  for (let i = (stacks.offsets[stack + 1] as number) - 1; i >= (stacks.offsets[stack] as number); i--) {
    const f = stacks.frames[i] as number;
    const name = plainName(stringAt(strings, stacks.frame.func[f] as number));
    if (isPlumbing(name) || isGoroutineRoot(name)) continue;
    const file = stringAt(strings, stacks.frame.file[f] as number);
    path.push({ name, file, line: stacks.frame.line[f] as number });
  }
  return path;
}
