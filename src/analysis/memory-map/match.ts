import type { MapChange } from '../../model/map-answers.ts';

/** Addresses [start, limit) with a name. */
export interface Span {
  readonly start: number;
  readonly limit: number;
  readonly name: string;
}

/** Spans of base and of after that are the same memory; one side empty = new or gone. Indices into the lists given. */
export interface Match {
  readonly base: readonly number[];
  readonly after: readonly number[];
  readonly change: MapChange;
}

/**
 * Pairs the ranges of two snapshots: equal ones, those of one start (grown or shrunk at the end), of one end (a stack that
 * grew down), one that was split or several that merged, then those that share at least half; the rest is new or gone.
 */
export function matchSpans(base: readonly Span[], after: readonly Span[]): readonly Match[] {
  const matches: Match[] = [];
  const baseLeft = new Set(base.keys());
  const afterLeft = new Set(after.keys());
  const take = (b: readonly number[], a: readonly number[], change: MapChange) => {
    for (const i of b) baseLeft.delete(i);
    for (const i of a) afterLeft.delete(i);
    matches.push({ base: b, after: a, change });
  };
  const at = (list: readonly Span[], i: number) => list[i] as Span;
  const change = (b: number, a: number): MapChange => {
    const old = at(base, b);
    const now = at(after, a);
    const grown = now.limit - now.start - (old.limit - old.start);
    return grown > 0 ? 'grown' : grown < 0 ? 'shrunk' : old.start === now.start ? 'same' : 'moved';
  };
  const pairBy = (key: (span: Span) => string, fits: (b: Span, a: Span) => boolean) => {
    const known = new Map<string, number>();
    for (const b of baseLeft) known.set(key(at(base, b)), b);
    for (const a of [...afterLeft]) {
      const b = known.get(key(at(after, a)));
      if (b === undefined || !baseLeft.has(b) || !fits(at(base, b), at(after, a))) continue;
      take([b], [a], change(b, a));
    }
  };
  const always = () => true;
  pairBy((s) => `${s.start} ${s.limit} ${s.name}`, always);
  pairBy((s) => `${s.start} ${s.limit}`, always);
  splits(base, after, baseLeft, afterLeft, (b, parts) => take([b], parts, 'split'));
  splits(after, base, afterLeft, baseLeft, (a, parts) => take(parts, [a], 'merged'));
  pairBy((s) => `${s.start} ${s.name}`, always);
  pairBy((s) => `${s.limit} ${s.name}`, always);
  const byStart = (list: readonly Span[]) => (x: number, y: number) => at(list, x).start - at(list, y).start;
  const olds = [...baseLeft].sort(byStart(base));
  let from = 0;
  for (const a of [...afterLeft].sort(byStart(after))) {
    const now = at(after, a);
    while (from < olds.length && at(base, olds[from] as number).limit <= now.start) from++;
    let best = -1;
    let shared = 0;
    for (let i = from; i < olds.length && at(base, olds[i] as number).start < now.limit; i++) {
      const b = olds[i] as number;
      const old = at(base, b);
      const common = Math.min(old.limit, now.limit) - Math.max(old.start, now.start);
      const enough = common * 2 >= Math.min(old.limit - old.start, now.limit - now.start);
      if (!baseLeft.has(b) || old.name !== now.name || common <= shared || !enough) continue;
      best = b;
      shared = common;
    }
    if (best >= 0) take([best], [a], change(best, a));
  }
  for (const b of baseLeft) matches.push({ base: [b], after: [], change: 'gone' });
  for (const a of afterLeft) matches.push({ base: [], after: [a], change: 'new' });
  return matches;
}

/** Finds spans of `whole` that are covered without a gap by at least two of `parts` of the same name. */
function splits(
  whole: readonly Span[],
  parts: readonly Span[],
  wholeLeft: ReadonlySet<number>,
  partsLeft: ReadonlySet<number>,
  found: (whole: number, parts: readonly number[]) => void,
): void {
  const byStart = new Map<string, number>();
  for (const p of partsLeft) byStart.set(`${(parts[p] as Span).start} ${(parts[p] as Span).name}`, p);
  for (const w of [...wholeLeft]) {
    const span = whole[w] as Span;
    const pieces: number[] = [];
    let reached = span.start;
    while (reached < span.limit) {
      const next = byStart.get(`${reached} ${span.name}`);
      const piece = next === undefined ? undefined : (parts[next] as Span);
      if (next === undefined || piece === undefined || !partsLeft.has(next) || piece.limit <= reached) break;
      pieces.push(next);
      reached = piece.limit;
    }
    if (pieces.length >= 2 && reached === span.limit) found(w, pieces);
  }
}
