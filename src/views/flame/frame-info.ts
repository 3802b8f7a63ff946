import type { FlamePicture } from '../../contract/api.ts';
import { lastNode, parentNode, runOf } from '../../draw/tree-walk.ts';
import type { CallTree, Prefix, Weights } from '../../model/call-tree.ts';
import { ORIGINS } from '../../model/profile.ts';
import { stringAt } from '../../model/strings.ts';

/** What is known of a frame without asking the worker. */
export interface FrameInfo {
  readonly name: string;
  readonly rawName: string;
  readonly file: string;
  readonly line: number;
  readonly module: string;
  readonly origin: string;
  readonly inlined: boolean;
  /** Of a comparison: the values of after. */
  readonly total: number;
  readonly self: number;
  readonly parent: number;
  /** Of a comparison: `grew` and `shrank` are the sums over the call paths below, of which Δ is the difference. */
  readonly before: {
    readonly total: number;
    readonly self: number;
    readonly grew: number;
    readonly shrank: number;
  } | null;
  /** The change is within sampling noise. */
  readonly veiled: boolean;
}

/** Sum of other prefix sums over the groups of a node: its count. */
export function sumAt({ tree }: FlamePicture, prefix: Prefix, node: number): number {
  return sumOf(prefix, tree, runOf(tree, node));
}

function sumOf(prefix: Prefix, tree: CallTree, run: number): number {
  return (prefix[tree.hi[run] ?? 0] ?? 0) - (prefix[tree.lo[run] ?? 0] ?? 0);
}

/** Only the last node of a run can have weight of its own: that of the first stack that passes through it. */
function selfOf(prefix: Prefix, tree: CallTree, run: number, node: number): number {
  if (tree.ends[run] !== 1 || node !== lastNode(tree, run)) return 0;
  const lo = tree.lo[run] ?? 0;
  return (prefix[lo + 1] ?? 0) - (prefix[lo] ?? 0);
}

/** The figures and the place of a node; node −1 is the root, whose name is ''. */
export function frameInfo({ tree, keys }: FlamePicture, weights: Weights, node: number): FrameInfo {
  const run = runOf(tree, node);
  const parentRun = runOf(tree, parentNode(tree, node));
  const key = tree.key[node];
  const text = (column: Int32Array) => (key === undefined ? '' : stringAt(keys.strings, column[key] ?? 0));
  const now = weights.kind === 'plain' ? weights.value : weights.after;
  return {
    name: text(keys.name),
    rawName: text(keys.rawName),
    file: text(keys.file),
    line: key === undefined ? 0 : (keys.line[key] ?? 0),
    module: text(keys.module),
    origin: ORIGINS[key === undefined ? 0 : (keys.origin[key] ?? 0)] ?? 'unknown',
    inlined: tree.inlined[node] === 1,
    total: sumOf(now, tree, run),
    self: selfOf(now, tree, run, node),
    parent: sumOf(now, tree, parentRun),
    before:
      weights.kind === 'plain'
        ? null
        : {
            total: sumOf(weights.before, tree, run),
            self: selfOf(weights.before, tree, run, node),
            grew: sumOf(weights.grew, tree, run),
            shrank: sumOf(weights.shrank, tree, run),
          },
    veiled: weights.kind === 'compare' && weights.veiled?.[node] === 1,
  };
}

/** Origins that occur in a picture, in the order of ORIGINS but Go first. */
export function originsIn({ keys }: Pick<FlamePicture, 'keys'>): readonly string[] {
  const seen = new Uint8Array(ORIGINS.length);
  for (let i = 0; i < keys.length; i++) seen[keys.origin[i] ?? 0] = 1;
  return LEGEND.filter((origin) => seen[ORIGINS.indexOf(origin)] === 1);
}

const LEGEND: readonly (typeof ORIGINS)[number][] = [
  'go',
  'go-runtime',
  'cgo-seam',
  'c',
  'c++',
  'libc',
  'kernel',
  'unknown',
];
