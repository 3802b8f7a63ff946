import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { Analyst } from '../analysis/analyst.ts';
import { DEFAULT_LENS } from '../model/lens.ts';
import { stringAt } from '../model/strings.ts';
import { FIXTURES, leaklens } from './golden-files.ts';
import { readFiles } from './read.ts';

/**
 * Pictures of `go tool pprof -dot` (Go 1.19, `-tagshow=^none$`: tags are no nodes here), with the flags that give the
 * same choice of ours.
 */
const PICTURES: readonly (readonly [golden: string, flags: readonly string[]])[] = [
  ...['heap-07', 'cpu-6s', 'allocs'].flatMap((name) =>
    [12, 30, 80].map((count) => [`${name}-${count}`, [`-nodecount=${count}`, `go1.24/${name}.pb.gz`]] as const),
  ),
  ['cgo-cpu-40', ['-nodecount=40', 'go1.24-cgo-addresses/cpu-5s.pb.gz']],
  ['heap-focus-25', ['-nodecount=25', '-focus=leakOnce', '-ignore=Sprintf', 'go1.23/heap-05.pb.gz']],
  ['diff-30', ['-nodecount=30', '-diff_base=go1.24/heap-00.pb.gz', 'go1.24/heap-07.pb.gz']],
  ['cpu-6s-fractions-30', ['-nodecount=30', '-edgefraction=0.05', '-nodefraction=0.02', 'go1.24/cpu-6s.pb.gz']],
];

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

const SCALES: Readonly<Record<string, number>> = {
  ...{ B: 1, kB: 1024, MB: 1024 ** 2, GB: 1024 ** 3 },
  ...{ ns: 1, us: 1e3, ms: 1e6, s: 1e9, mins: 6e10 },
};

/** What a printed amount says: its value and how far the rounding of two digits may lead away. */
function amountOf(text: string): { readonly value: number; readonly error: number } {
  const [, figures = '0', unit = ''] = /^(-?[\d.]+)([a-zA-Z]*)$/.exec(text) ?? [];
  const scale = unit === '' ? 1 : (SCALES[unit] ?? Number.NaN);
  return { value: Number(figures) * scale, error: 0.0051 * scale };
}

/** Nodes and edges of pprof's DOT, in its order. */
function readDot(golden: string) {
  const text = gunzipSync(readFileSync(join(FIXTURES, 'dot', `${golden}.dot.gz`))).toString();
  const names = new Map<string, string>();
  const nodes = [...text.matchAll(/^(N\d+) \[label="(.*?)" id=.* tooltip="(.*) \(([^()]+)\)" color/gm)].map(
    ([, id = '', label = '', name = '', cum = '']) => {
      names.set(id, name);
      const self = /\\n(-?[\d.]+[a-zA-Z]*)(?: \(\S+%\))?(?:\\nof .*| of .*)?$/.exec(label)?.[1] ?? 'none';
      return { name, flat: amountOf(self), cum: amountOf(cum) };
    },
  );
  const edges = [
    ...text.matchAll(/^(N\d+) -> (N\d+) \[label=" ([^"\\]+)(\\n \(inline\))?".*?(style="dotted")?\]$/gm),
  ].map(([, from = '', to = '', value = '', inline, dotted]) => ({
    ends: `${names.get(from)} → ${names.get(to)}${inline === undefined ? '' : ' inline'}${dotted === undefined ? '' : ' dotted'}`,
    value: amountOf(value),
  }));
  return { nodes, edges };
}

describe.each(PICTURES)('the picture %s', (golden, flags) => {
  it('has the nodes and edges of pprof with its values', async () => {
    const want = readDot(golden);
    expect(want.nodes.length).toBeGreaterThan(5);
    const paths = flags.map((f) =>
      f.replace(/(^|=)(go1\.)/, (_all, before: string, set: string) => `${before}${join(FIXTURES, 'pprof', set)}`),
    );
    const { out, code } = await leaklens('graph', '--json', '-nodefraction=0.005', ...paths);
    expect(code).toBe(0);
    const got = JSON.parse(out) as Printed;
    expect(got.nodes.map((n) => n.id)).toEqual(want.nodes.map((n) => n.name));
    want.nodes.forEach((n, i) => {
      expect(Math.abs((got.nodes[i]?.flat ?? Number.NaN) - n.flat.value), `flat of ${n.name}`).toBeLessThanOrEqual(
        n.flat.error,
      );
      expect(Math.abs((got.nodes[i]?.cum ?? Number.NaN) - n.cum.value), `cum of ${n.name}`).toBeLessThanOrEqual(
        n.cum.error,
      );
    });
    const drawn = got.edges.map((e) => ({
      ends: `${e.from} → ${e.to}${e.inlined === undefined ? '' : ' inline'}${e.residual === true ? ' dotted' : ''}`,
      value: e.value,
    }));
    const byEnds = <T extends { readonly ends: string }>(list: readonly T[]) =>
      [...list].sort((a, b) => (a.ends < b.ends ? -1 : 1));
    expect(byEnds(drawn).map((e) => e.ends)).toEqual(byEnds(want.edges).map((e) => e.ends));
    const values = byEnds(drawn);
    byEnds(want.edges).forEach((e, i) => {
      expect(Math.abs((values[i]?.value ?? Number.NaN) - e.value.value), e.ends).toBeLessThanOrEqual(e.value.error);
    });
  });
});

/**
 * The page has its own graph, over weights by function; its names keep their generics here and its stacks the border's plumbing, as pprof's do. Frames without a
 * name are told apart by address there, so that the profile which has them is left out.
 */
describe.each(PICTURES.filter(([name, flags]) => flags.length === 2 && name !== 'cgo-cpu-40'))(
  'the graph of the page for %s',
  (golden, flags) => {
    it('is that of pprof too', async () => {
      const want = readDot(golden);
      const nodeCount = Number(/\d+/.exec(flags[0] ?? '')?.[0]);
      const [file] = await readFiles([join(FIXTURES, 'pprof', flags[1] ?? '')], {
        legacyDropFrames: false,
        maxRawBytes: null,
      });
      const source = file?.sources[0];
      if (source === undefined) throw new Error(`${flags[1]} was not read`);
      const analyst = new Analyst();
      analyst.add({ key: 's', name: '', flavor: '', isDiff: false }, source.profile);
      const { keys, flat, cum, edges } = analyst.graph({
        lens: { ...DEFAULT_LENS, sources: ['s'], foldGenerics: false, rawStacks: true },
        nodeCount,
      });
      const names = Array.from(keys.name, (id) => stringAt(keys.strings, id));
      expect(names).toEqual(want.nodes.map((n) => n.name));
      want.nodes.forEach((n, i) => {
        expect(Math.abs((flat[i] ?? Number.NaN) - n.flat.value), `flat of ${n.name}`).toBeLessThanOrEqual(n.flat.error);
        expect(Math.abs((cum[i] ?? Number.NaN) - n.cum.value), `cum of ${n.name}`).toBeLessThanOrEqual(n.cum.error);
      });
      const drawn = Array.from(edges.from, (from, e) => {
        const marks = `${edges.inlined[e] === 1 ? ' inline' : ''}${edges.residual[e] === 1 ? ' dotted' : ''}`;
        return `${names[from]} → ${names[edges.to[e] ?? 0]}${marks}`;
      });
      expect(drawn.sort()).toEqual(want.edges.map((e) => e.ends).sort());
    });
  },
);
