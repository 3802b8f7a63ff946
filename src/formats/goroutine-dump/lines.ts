import { parseGoLabels } from '../go-symbol-lines.ts';

const HEADER = /^goroutine (\d+)(?: gp=\S+)?(?: m=\S+)?(?: mp=\S+)? \[([^\]]*)\](?: (\{.*\}))?:$/;
const WAIT = /^(\d+) minutes?$/;
const BUBBLE = /^synctest bubble (\d+)$/;
const CREATED = /^created by (.+?)(?: in goroutine (\d+))?$/;
const PLACE = /^\s+(.+):(\d+)(?: \+0x[0-9a-f]+)?(?: fp=0x[0-9a-f]+ sp=0x[0-9a-f]+ pc=0x([0-9a-f]+))?\s*$/;
const ELIDED = /^\.\.\.(?:additional|\d+) frames elided\.\.\.$/;
const UNAVAILABLE = /^\s*goroutine (?:running on other thread|in C code); stack unavailable$/;

export interface GoroutineHeader {
  readonly id: bigint;
  readonly state: string;
  readonly waitMinutes: bigint | null;
  readonly lockedToThread: boolean;
  readonly bubble: bigint | null;
  readonly labels: readonly (readonly [string, string])[];
}

/** `goroutine 12 [chan receive (leaked), 5 minutes, locked to thread] {k: v}:`; null = another line. */
export function parseGoroutineHeader(text: string): GoroutineHeader | null {
  if (!text.startsWith('goroutine ')) return null;
  const match = HEADER.exec(text);
  if (match === null) return null;
  const [state = '', ...details] = (match[2] as string).split(', ');
  let waitMinutes: bigint | null = null;
  let bubble: bigint | null = null;
  let lockedToThread = false;
  for (const detail of details) {
    const wait = WAIT.exec(detail);
    const inBubble = BUBBLE.exec(detail);
    if (wait !== null) waitMinutes = BigInt(wait[1] as string);
    else if (inBubble !== null) bubble = BigInt(inBubble[1] as string);
    else if (detail === 'locked to thread') lockedToThread = true;
  }
  const labels = match[3] === undefined ? [] : (parseGoLabels(match[3]) ?? []);
  return { id: BigInt(match[1] as string), state, waitMinutes, lockedToThread, bubble, labels };
}

/** `main.(*T).f(0x1, {0x2, 0x3})`: the name without arguments; `inlined` where they are `(...)`. Null = no call. */
export function parseCall(text: string): { name: string; inlined: boolean } | null {
  if (!text.endsWith(')')) return null;
  let depth = 0;
  for (let i = text.length - 1; i > 0; i--) {
    const c = text.charCodeAt(i);
    if (c === 0x29) depth++;
    else if (c === 0x28 && --depth === 0) {
      return { name: text.slice(0, i), inlined: text.slice(i) === '(...)' };
    }
  }
  return null;
}

/** The indented line under a call. */
export function parsePlace(text: string): { file: string; line: number; pc: bigint | null } | null {
  const match = PLACE.exec(text);
  if (match === null) return null;
  return {
    file: match[1] as string,
    line: Number(match[2]),
    pc: match[3] === undefined ? null : BigInt(`0x${match[3]}`),
  };
}

export function parseCreatedBy(text: string): { name: string; goroutine: bigint | null } | null {
  if (!text.startsWith('created by ')) return null;
  const match = CREATED.exec(text);
  if (match === null) return null;
  return { name: match[1] as string, goroutine: match[2] === undefined ? null : BigInt(match[2]) };
}

export const isElided = (text: string): boolean => ELIDED.test(text);
export const isUnavailable = (text: string): boolean => UNAVAILABLE.test(text);
