import { dotText } from '../model/dot.ts';
import type { GraphAnswer } from '../model/graph-answers.ts';
import { NONE } from '../model/ids.ts';
import { stringAt } from '../model/strings.ts';

/** What a pane shows of a comparison: both (the change), or one of the two profiles. */
export type GraphSide = 'both' | 'base' | 'after';

/** The second line of a box: what the function holds itself stands out. */
export interface BoxText {
  readonly strong: string;
  readonly rest: string;
  /** The function has no value on this side. */
  readonly absent: boolean;
}

/** One function as it is drawn; sizes in px. */
export interface GraphBox {
  /** Name as the lens has it, and what fits the box. */
  readonly name: string;
  readonly label: string;
  readonly texts: Readonly<Record<GraphSide, BoxText>>;
  readonly width: number;
  readonly height: number;
  /** After − before; null outside a comparison. */
  readonly change: number | null;
}

export interface GraphWords {
  readonly format: (value: number) => string;
  readonly formatDelta: (value: number) => string;
  /** "of 2.37 MB", behind a self value. */
  readonly of: (total: string) => string;
  /** "self", behind a value that is wholly the function's own. */
  readonly self: string;
  /** Width in px of a name (bold) or of figures. */
  readonly widthOf: (text: string, bold: boolean) => number;
}

const HEIGHT = 38;
const MORE_HEIGHT = 15;
const MOST_CHARS = 34;
const LEAST_TEXT = 60;
/** Stripe and gap at the left, gap at the right. */
const PADDING = 22;
const PX_PER_INCH = 72;
/** Above this many nodes edges are straight: routing them around boxes takes most of the time. */
const STRAIGHT_FROM = 120;

/** A wrapper of a call into C, as cmd/cgo names it. */
const WRAPPER = /(?:^|\.)_(?:C2?func_(.+)|cgo_c(malloc))$/;

/** The name without the path of its package, cut in front when it is long; a call into C as it stands in the source. */
export function shortLabel(name: string): string {
  const wrapper = WRAPPER.exec(name);
  const short = wrapper === null ? name.replace(/^[^\s([<]*\//, '') : `C.${wrapper[1] ?? wrapper[2] ?? ''}`;
  return short.length <= MOST_CHARS ? short : `…${short.slice(short.length - MOST_CHARS + 1)}`;
}

function textOf(self: number, total: number, words: GraphWords): BoxText {
  const absent = self === 0 && total === 0;
  if (self === 0) return { strong: '', rest: words.format(total), absent };
  return { strong: words.format(self), rest: self === total ? words.self : words.of(words.format(total)), absent };
}

/** Boxes of a graph: wide enough for their texts on every side, up to 15 px taller the more a function holds itself. */
export function boxesOf(answer: GraphAnswer, words: GraphWords): readonly GraphBox[] {
  const { keys, flat, cum, flatBefore, cumBefore } = answer;
  const own = Float64Array.from(flat, (v, i) => Math.max(Math.abs(v), Math.abs(flatBefore?.[i] ?? 0)));
  let most = 0;
  for (const v of own) most = Math.max(most, v);
  return Array.from({ length: keys.length }, (_, i): GraphBox => {
    const name = stringAt(keys.strings, keys.name[i] ?? 0);
    const label = shortLabel(name);
    const total = cum[i] ?? 0;
    const change = cumBefore === null ? null : total - (cumBefore[i] ?? 0);
    const after = textOf(flat[i] ?? 0, total, words);
    const base = textOf(flatBefore?.[i] ?? 0, cumBefore?.[i] ?? 0, words);
    const changed = { strong: words.format(total), rest: words.formatDelta(change ?? 0), absent: false };
    const texts = { both: change === null || change === 0 ? after : changed, base, after };
    const lines = new Set([texts.both, base, after]);
    const figures = [...lines].map(({ strong, rest }) => words.widthOf(`${strong} ${rest}`, strong !== ''));
    const widest = Math.max(LEAST_TEXT, words.widthOf(label, true), ...figures);
    const share = most === 0 ? 0 : (own[i] ?? 0) / most;
    return {
      name,
      label,
      texts,
      width: Math.ceil(PADDING + widest),
      height: HEIGHT + Math.round(MORE_HEIGHT * share),
      change,
    };
  });
}

/** What Graphviz is asked to lay out: boxes of fixed size, no labels, its searches limited. */
export function layoutText(boxes: readonly Pick<GraphBox, 'width' | 'height'>[], edges: GraphAnswer['edges']): string {
  const many = boxes.length > STRAIGHT_FROM;
  const limit = many ? '0.3' : '0.5';
  const nodes = boxes.map(({ width, height }, i) => node(`n${i}`, width, height));
  const lines = Array.from(edges.from, (from, e) => {
    if (from === NONE) nodes.push(node(`s${e}`, PX_PER_INCH, HEIGHT / 2));
    return { from: from === NONE ? `s${e}` : `n${from}`, to: `n${edges.to[e] ?? 0}`, attributes: { id: `e${e}` } };
  });
  const graph = {
    splines: many ? 'line' : 'polyline',
    nslimit: limit,
    nslimit1: limit,
    mclimit: many ? '0.05' : '0.1',
    searchsize: 10,
    nodesep: 0.3,
    ranksep: 0.55,
  };
  return dotText(graph, nodes, lines);
}

function node(id: string, width: number, height: number) {
  return { id, attributes: { label: '', fixedsize: 'true', width: width / PX_PER_INCH, height: height / PX_PER_INCH } };
}

/** The graph as DOT with its names and figures, for other programs. `tierWord` names the tier of a seam edge. */
export function exportDot(
  boxes: readonly GraphBox[],
  { edges }: Pick<GraphAnswer, 'edges'>,
  format: (value: number) => string,
  tierWord: (tier: number) => string,
): string {
  const nodes = boxes.map((b, i) => {
    return { id: `n${i}`, attributes: { label: `${b.name}\n${b.texts.both.strong} ${b.texts.both.rest}` } };
  });
  const lines = Array.from(edges.from, (from, e) => {
    const tier = edges.tier[e] ?? 0;
    const amount = `${format(edges.value[e] ?? 0)}${edges.inlined[e] === 1 ? ' (inline)' : ''}`;
    const style = edges.residual[e] === 1 || tier >= 4 ? 'dotted' : tier === 3 ? 'dashed' : '';
    if (from === NONE) nodes.push({ id: `s${e}`, attributes: { label: '' } });
    return {
      from: from === NONE ? `s${e}` : `n${from}`,
      to: `n${edges.to[e] ?? 0}`,
      attributes: {
        label: tier === 0 ? amount : `${tierWord(tier)} · ${amount}`,
        ...(style === '' ? {} : { style }),
      },
    };
  });
  return dotText({}, nodes, lines);
}
