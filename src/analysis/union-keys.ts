import type { KeyTable } from '../model/call-tree.ts';
import { StringsBuilder, stringAt } from '../model/strings.ts';
import type { FrameKeys } from './frame-keys.ts';

export interface UnionKeys {
  readonly keys: KeyTable;
  readonly identity: readonly string[];
  /** Per input: its key → key of the union, ascending; null = the same number. */
  readonly remaps: readonly (Int32Array | null)[];
}

/** One table of the keys of several profiles. Keys of equal identity are one. */
export function unionKeys(inputs: readonly FrameKeys[]): UnionKeys {
  const first = inputs[0];
  if (first === undefined) throw new Error('no key tables');
  if (inputs.every((input) => sameTexts(input.identity, first.identity))) {
    return { keys: first.keys, identity: first.identity, remaps: inputs.map(() => null) };
  }
  const remaps = inputs.map((input) => new Int32Array(input.identity.length));
  const at = inputs.map(() => 0);
  const identity: string[] = [];
  const from: { readonly input: number; readonly key: number }[] = [];
  const inlined: number[] = [];
  for (;;) {
    let least: string | undefined;
    inputs.forEach((input, i) => {
      const next = input.identity[at[i] as number];
      if (next !== undefined && (least === undefined || next < least)) least = next;
    });
    if (least === undefined) break;
    let bits = 0;
    inputs.forEach((input, i) => {
      const key = at[i] as number;
      if (input.identity[key] !== least) return;
      if (bits === 0) from.push({ input: i, key });
      bits |= input.keys.inlined[key] as number;
      (remaps[i] as Int32Array)[key] = identity.length;
      at[i] = key + 1;
    });
    if (bits === 0) throw new Error('a key without occurrence');
    inlined.push(bits);
    identity.push(least);
  }
  return { keys: gatherKeys(inputs, from, inlined), identity, remaps };
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  return a === b || (a.length === b.length && a.every((text, i) => text === b[i]));
}

function gatherKeys(
  inputs: readonly FrameKeys[],
  from: readonly { readonly input: number; readonly key: number }[],
  inlined: readonly number[],
): KeyTable {
  const out = new StringsBuilder();
  const column = (name: 'name' | 'rawName' | 'file' | 'module' | 'buildId') =>
    Int32Array.from(from, ({ input, key }) => {
      const { keys } = inputs[input] as FrameKeys;
      return out.intern(stringAt(keys.strings, keys[name][key] as number));
    });
  const number = (name: 'line' | 'origin') =>
    from.map(({ input, key }) => (inputs[input] as FrameKeys).keys[name][key] as number);
  const columns = {
    name: column('name'),
    rawName: column('rawName'),
    file: column('file'),
    module: column('module'),
    buildId: column('buildId'),
  };
  return {
    length: from.length,
    strings: out.finish(),
    ...columns,
    line: Int32Array.from(number('line')),
    origin: Uint8Array.from(number('origin')),
    inlined: Uint8Array.from(inlined),
  };
}

/** A copy whose buffers may be transferred away. */
export function copyKeys(keys: KeyTable): KeyTable {
  return {
    length: keys.length,
    strings: { bytes: keys.strings.bytes.slice(), offsets: keys.strings.offsets.slice() },
    name: keys.name.slice(),
    rawName: keys.rawName.slice(),
    file: keys.file.slice(),
    line: keys.line.slice(),
    module: keys.module.slice(),
    buildId: keys.buildId.slice(),
    origin: keys.origin.slice(),
    inlined: keys.inlined.slice(),
  };
}
