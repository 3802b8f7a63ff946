import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FIXTURES, leaklens } from './golden-files.ts';

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly value: number;
  readonly inlined?: string;
  readonly residual?: true;
}

interface Printed {
  readonly nodes: readonly { readonly id: string; readonly flat: number; readonly cum: number }[];
  readonly edges: readonly Edge[];
}

interface Tree {
  readonly rows: readonly {
    readonly name: string;
    readonly flat: number;
    readonly cum: number;
    readonly callees: readonly { readonly name: string; readonly value: number; readonly inlined?: string }[];
  }[];
}

const profile = (name: string): string => join(FIXTURES, 'pprof/go1.24', `${name}.pb.gz`);

async function json<T>(...args: string[]): Promise<T> {
  const { out, code } = await leaklens(...args);
  expect(code).toBe(0);
  return JSON.parse(out) as T;
}

const edgeText = (from: string, to: string, value: number, inlined: string | undefined): string =>
  JSON.stringify([from, to, value, inlined ?? '']);

/** The text form of tree is compared with pprof's byte by byte in goldens.test.ts. */
describe.each(['heap-07', 'cpu-6s', 'allocs'])('graph --json of %s', (name) => {
  it('has the nodes and edges of tree', async () => {
    const graph = await json<Printed>('graph', '--json', profile(name));
    const tree = await json<Tree>('tree', '--json', profile(name));
    const nodes = (list: readonly (readonly [string, number, number])[]) => list.map((n) => JSON.stringify(n)).sort();
    expect(nodes(graph.nodes.map((n) => [n.id, n.flat, n.cum]))).toEqual(
      nodes(tree.rows.map((r) => [r.name, r.flat, r.cum])),
    );
    expect(graph.edges.map((e) => edgeText(e.from, e.to, e.value, e.inlined)).sort()).toEqual(
      tree.rows.flatMap((r) => r.callees.map((c) => edgeText(r.name, c.name, c.value, c.inlined))).sort(),
    );
    expect(graph.edges.filter((e) => e.residual === true)).toEqual([]);
  });

  it('keeps the count asked for, marks what leads over others, and names every end', async () => {
    const { nodes, edges } = await json<Printed>('graph', '--json', '--nodecount=12', profile(name));
    expect(nodes).toHaveLength(12);
    const ids = new Set(nodes.map((n) => n.id));
    expect(edges.filter((e) => !ids.has(e.from) || !ids.has(e.to))).toEqual([]);
    expect(edges.some((e) => e.residual === true)).toBe(true);
  });
});

it('graph prints DOT', async () => {
  const { out } = await leaklens('graph', '--nodecount=3', profile('heap-07'));
  expect(out).toMatch(/^digraph \{\n/);
  expect(out).toContain('main.leakOnce');
  expect(out).toContain('style="dotted"');
});
