import { dotText } from '../model/dot.ts';
import type { GraphAnswer } from '../model/graph-answers.ts';
import { stringAt } from '../model/strings.ts';

/** One function as it is drawn; sizes in px. */
export interface GraphBox {
  /** Name as the lens has it, and what fits the box. */
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly width: number;
  readonly height: number;
  /** After − before; null outside a comparison. */
  readonly change: number | null;
}

export interface GraphWords {
  readonly format: (value: number) => string;
  readonly formatDelta: (value: number) => string;
  readonly self: (value: string, total: string) => string;
}

const HEIGHT = 38;
const MORE_HEIGHT = 15;
const MOST_CHARS = 34;
const CHAR_WIDTH = 6.6;
const PADDING = 28;
const PX_PER_INCH = 72;
/** Above this many nodes edges are straight: routing them around boxes takes most of the time. */
const STRAIGHT_FROM = 200;

/** The name without the path of its package, cut in front when it is long. */
export function shortLabel(name: string): string {
  const short = name.replace(/^[^\s([<]*\//, '');
  return short.length <= MOST_CHARS ? short : `…${short.slice(short.length - MOST_CHARS + 1)}`;
}

/** Boxes of a graph: wide enough for their texts, up to 15 px taller the more a function holds itself. */
export function boxesOf(answer: GraphAnswer, words: GraphWords): readonly GraphBox[] {
  const { keys, flat, cum, flatBefore, cumBefore } = answer;
  let most = 0;
  for (const v of flat) most = Math.max(most, Math.abs(v));
  return Array.from({ length: keys.length }, (_, i): GraphBox => {
    const name = stringAt(keys.strings, keys.name[i] ?? 0);
    const label = shortLabel(name);
    const self = flat[i] ?? 0;
    const total = cum[i] ?? 0;
    const change = cumBefore === null ? null : total - (cumBefore[i] ?? 0);
    const hasSelf = self !== 0 || (flatBefore?.[i] ?? 0) !== 0;
    const plain = hasSelf ? words.self(words.format(self), words.format(total)) : words.format(total);
    const value = change === null || change === 0 ? plain : `${words.format(total)} ${words.formatDelta(change)}`;
    return {
      name,
      label,
      value,
      width: Math.ceil(PADDING + CHAR_WIDTH * Math.max(label.length, value.length, 8)),
      height: HEIGHT + (most === 0 ? 0 : Math.round((MORE_HEIGHT * Math.abs(self)) / most)),
      change,
    };
  });
}

/** What Graphviz is asked to lay out: boxes of fixed size, no labels, its searches limited. */
export function layoutText(boxes: readonly GraphBox[], { edges }: GraphAnswer): string {
  const many = boxes.length > STRAIGHT_FROM;
  const limit = many ? '0.3' : '0.5';
  const nodes = boxes.map(({ width, height }, i) => ({
    id: `n${i}`,
    attributes: { label: '', fixedsize: 'true', width: width / PX_PER_INCH, height: height / PX_PER_INCH },
  }));
  const lines = Array.from(edges.from, (from, e) => ({
    from: `n${from}`,
    to: `n${edges.to[e] ?? 0}`,
    attributes: { id: `e${e}` },
  }));
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

/** 1 … 5 px by share of the heaviest edge. */
export function edgeWidths({ edges }: GraphAnswer): Float64Array {
  const size = (e: number) => Math.max(Math.abs(edges.value[e] ?? 0), Math.abs(edges.before?.[e] ?? 0));
  let most = 0;
  for (let e = 0; e < edges.value.length; e++) most = Math.max(most, size(e));
  return Float64Array.from(edges.value, (_, e) => (most === 0 ? 1 : 1 + (4 * size(e)) / most));
}

/** `M x y L x y …`. */
export function pathText(points: Float64Array): string {
  let text = '';
  for (let i = 0; i + 1 < points.length; i += 2) {
    text += `${i === 0 ? 'M' : 'L'}${(points[i] ?? 0).toFixed(1)} ${(points[i + 1] ?? 0).toFixed(1)}`;
  }
  return text;
}

/** The middle of a path, by the number of its corners. */
export function middleOf(points: Float64Array): readonly [x: number, y: number] {
  const corners = points.length >> 1;
  if (corners === 0) return [0, 0];
  const a = Math.floor((corners - 1) / 2);
  const b = Math.ceil((corners - 1) / 2);
  const at = (i: number, axis: 0 | 1) => points[2 * i + axis] ?? 0;
  return [(at(a, 0) + at(b, 0)) / 2, (at(a, 1) + at(b, 1)) / 2];
}

/** The graph as DOT with its names and figures, for other programs. */
export function exportDot(
  boxes: readonly GraphBox[],
  { edges }: GraphAnswer,
  format: (value: number) => string,
): string {
  const nodes = boxes.map((b, i) => ({ id: `n${i}`, attributes: { label: `${b.name}\n${b.value}` } }));
  const lines = Array.from(edges.from, (from, e) => ({
    from: `n${from}`,
    to: `n${edges.to[e] ?? 0}`,
    attributes: {
      label: `${format(edges.value[e] ?? 0)}${edges.inlined[e] === 1 ? ' (inline)' : ''}`,
      ...(edges.residual[e] === 1 ? { style: 'dotted' } : {}),
    },
  }));
  return dotText({}, nodes, lines);
}
