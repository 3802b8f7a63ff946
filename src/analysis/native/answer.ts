import {
  type BrokenStacks,
  type ComparedNotALeak,
  type NativeAnswer,
  NOT_A_LEAK,
  type NotALeakRow,
} from '../../model/native.ts';
import type { Profile } from '../../model/profile.ts';
import { countBroken, type IsCode } from './broken.ts';
import { classify, classRows } from './classes.ts';
import { isWalked } from './steps.ts';

/** What native tools put into one source beside the program's own doing. */
export interface NativeFacts {
  readonly key: string;
  readonly rows: readonly NotALeakRow[];
  readonly broken: BrokenStacks;
}

/** The facts of a source; null for those whose stacks nobody walked. */
export function nativeFacts(key: string, flavor: string, profile: Profile, isCode: IsCode | null): NativeFacts | null {
  if (!isWalked(flavor)) return null;
  const classes = classify(profile);
  const rows = classes === null ? [] : classRows(profile, classes);
  return { key, rows, broken: countBroken(profile, isCode, classes?.of ?? null) };
}

/** The sums of what is shown; `before` is the base of a comparison, null without one. */
export function answerNative(shown: readonly NativeFacts[], before: readonly NativeFacts[] | null): NativeAnswer {
  const all = before === null ? shown : [...before, ...shown];
  const sum = { stacks: 0, bytes: 0, cut: 0, total: 0 };
  for (const { broken } of all) {
    sum.stacks += broken.stacks;
    sum.bytes += broken.bytes;
    sum.cut += broken.cut;
    sum.total += broken.total;
  }
  const alarming = all.filter(({ broken }) => broken.alarming);
  const base = before === null ? null : sumRows(before);
  const now = sumRows(shown);
  return {
    notALeak: NOT_A_LEAK.flatMap((name): ComparedNotALeak[] => {
      const row = now.get(name) ?? { class: name, bytes: 0, records: 0, bySize: false };
      const old = base === null ? null : (base.get(name) ?? { bytes: 0, records: 0 });
      if (!now.has(name) && base?.has(name) !== true) return [];
      return [{ ...row, before: old === null ? null : { bytes: old.bytes, records: old.records } }];
    }),
    broken: { ...sum, alarming: alarming.length > 0 },
    alarms: alarming.map(({ key, broken }) => ({ source: key, stacks: broken.stacks, total: broken.total })),
  };
}

function sumRows(facts: readonly NativeFacts[]): ReadonlyMap<string, NotALeakRow> {
  const sums = new Map<string, NotALeakRow>();
  for (const row of facts.flatMap((f) => f.rows)) {
    const known = sums.get(row.class);
    const { bytes = 0, records = 0, bySize = false } = known ?? {};
    sums.set(row.class, {
      class: row.class,
      bytes: bytes + row.bytes,
      records: records + row.records,
      bySize: bySize || row.bySize,
    });
  }
  return sums;
}
