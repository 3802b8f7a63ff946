import type { CallTree, KeyTable, Prefix } from '../../model/call-tree.ts';
import { stringAt } from '../../model/strings.ts';

export interface DrawnNode {
  readonly path: readonly string[];
  readonly totals: readonly number[];
  readonly selves: readonly number[];
  readonly inlined: boolean;
}

/** Every node of a call tree in preorder with its values under some prefix sums. */
export function nodesOf(tree: CallTree, keys: KeyTable, prefixes: readonly Prefix[]): DrawnNode[] {
  const nodes: DrawnNode[] = [];
  const path: string[] = [];
  for (let r = 0; r < tree.runs; r++) {
    const lo = tree.lo[r] as number;
    const hi = tree.hi[r] as number;
    const last = (tree.first[r + 1] as number) - 1;
    path.length = Math.max(0, (tree.depth[r] as number) - 1);
    for (let n = tree.first[r] as number; n <= last; n++) {
      path.push(stringAt(keys.strings, keys.name[tree.key[n] as number] as number));
      const has = n === last && tree.ends[r] === 1;
      nodes.push({
        path: [...path],
        totals: prefixes.map((p) => (p[hi] as number) - (p[lo] as number)),
        selves: prefixes.map((p) => (has ? (p[lo + 1] as number) - (p[lo] as number) : 0)),
        inlined: tree.inlined[n] === 1,
      });
    }
  }
  return nodes;
}

/** A tree as text: two blanks per level, name, totals, and after `self` what is not zero. */
export function drawTree(tree: CallTree, keys: KeyTable, ...prefixes: readonly Prefix[]): string {
  return nodesOf(tree, keys, prefixes)
    .map(({ path, totals, selves, inlined }) => {
      const self = selves.some((v) => v !== 0) ? ` self ${selves.join('/')}` : '';
      return `${'  '.repeat(path.length - 1)}${path[path.length - 1]} ${totals.join('/')}${self}${inlined ? ' inl' : ''}`;
    })
    .join('\n');
}

/** What is wrong with the numbering of a call tree, [] when it keeps all its promises. */
export function treeProblems(tree: CallTree): string[] {
  const problems: string[] = [];
  const check = (fine: boolean, what: string) => {
    if (!fine) problems.push(what);
  };
  check(tree.first[0] === 0 && (tree.runs === 0 || tree.first[1] === 0), 'run 0 has nodes');
  check(tree.first[tree.runs] === tree.nodes, 'first does not end at nodes');
  check(tree.lo[0] === 0 && tree.hi[0] === tree.groups && tree.end[0] === tree.runs, 'the root is not whole');
  for (let r = 1; r < tree.runs; r++) {
    const p = tree.parent[r] as number;
    check(p >= 0 && p < r && r < (tree.end[p] as number), `run ${r}: parent ${p}`);
    check((tree.end[r] as number) <= (tree.end[p] as number), `run ${r} ends behind its parent`);
    check((tree.first[r + 1] as number) > (tree.first[r] as number), `run ${r} has no node`);
    const above = (tree.depth[p] as number) + (tree.first[p + 1] as number) - (tree.first[p] as number);
    check(tree.depth[r] === (p === 0 ? 1 : above), `run ${r}: depth ${tree.depth[r]}`);
    const lo = tree.lo[r] as number;
    const hi = tree.hi[r] as number;
    check(lo < hi && lo >= (tree.lo[p] as number) && hi <= (tree.hi[p] as number), `run ${r}: groups ${lo}…${hi}`);
    let covered = lo + (tree.ends[r] as number);
    let children = 0;
    for (let c = r + 1; c < (tree.end[r] as number); c = tree.end[c] as number) {
      check(tree.lo[c] === covered, `run ${c} begins at ${tree.lo[c]}, not at ${covered}`);
      covered = tree.hi[c] as number;
      children++;
    }
    check(covered === hi, `run ${r}: its children end at ${covered}, not at ${hi}`);
    check(children !== 1 || tree.ends[r] === 1, `run ${r} could be joined with its only child`);
  }
  return problems;
}
