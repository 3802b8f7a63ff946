import type { CompareWeights } from '../model/call-tree.ts';
import { surenessOf } from '../model/seam.ts';
import { stringAt } from '../model/strings.ts';
import {
  BOX_FOLDED,
  BOX_FRAME,
  BOX_MERGED,
  BOX_REST,
  BOX_ROOT,
  type DrawList,
  FLAG_ANCESTOR,
  FLAG_CUT_RIGHT,
  FLAG_GONE,
  FLAG_NEW,
} from './draw-list.ts';
import type { FlameTree } from './flame-tree.ts';
import {
  FILL_COUNT,
  FILL_GONE,
  FILL_GONE_VEIL,
  FILL_GREW,
  FILL_GREW_VEIL,
  FILL_MERGED,
  FILL_REST,
  FILL_SAME,
  FILL_SHRANK,
  FILL_SHRANK_VEIL,
  FILL_SUNKEN,
  FILL_UNKNOWN_HATCH,
  fillsOf,
  type KeyFills,
  UNKNOWN_ORIGIN,
} from './frame-fills.ts';
import { stripes } from './hatches.ts';
import { Labels } from './labels.ts';
import type { Fill } from './palette.ts';
import { RectBatches } from './rect-batches.ts';
import type { FlameTheme } from './theme.ts';
import { tierEdge } from './tier-edges.ts';

const PADDING = 5;
const LEAST_LABEL = 26;
const VALUE_FROM = 130;
const ROOM_BESIDE_VALUE = 60;
const VALUE_GAP = 8;
const PLATE = 3;
const ANCESTOR_VEIL = 0.55;
const OTHERS_VEIL = 0.62;
const FONT_PX = 11;

/** Which box is meant, however the picture has moved since: frames by node, merged boxes by their place. */
export interface BoxRef {
  readonly kind: number;
  readonly node: number;
  readonly run: number;
  readonly from: number;
}

export function boxRef(list: DrawList, entry: number): BoxRef {
  return {
    kind: list.kind[entry] ?? 0,
    node: list.node[entry] ?? 0,
    run: list.run[entry] ?? 0,
    from: list.from[entry] ?? 0,
  };
}

export function isBox(list: DrawList, entry: number, ref: BoxRef): boolean {
  return (
    list.kind[entry] === ref.kind &&
    list.node[entry] === ref.node &&
    list.run[entry] === ref.run &&
    list.from[entry] === ref.from
  );
}

/** What the painter writes; the words come from the view. */
export interface PaintWords {
  readonly root: string;
  readonly value: (value: number) => string;
  /** A change with its sign and arrow; '' for none. */
  readonly delta: (value: number) => string;
  readonly more: (siblings: number) => string;
  readonly folded: (frames: number) => string;
}

export interface PaintInput {
  readonly list: DrawList;
  readonly flame: FlameTree;
  readonly fills: KeyFills;
  readonly words: PaintWords;
  readonly width: number;
  readonly height: number;
  readonly rowHeight: number;
  readonly up: boolean;
  readonly hover: BoxRef | null;
  readonly linkedHover: number | null;
  readonly selected: number | null;
  /** Keys [from, to) of a function that is selected elsewhere (a table row): outlined wherever it occurs. */
  readonly highlight: readonly [number, number] | null;
  /** Per key: 1 = matches the search. */
  readonly matches: Uint8Array | null;
  /** Per node: how the seam above it was joined (see model/seam.ts); null = nothing is stitched. */
  readonly tier: Uint8Array | null;
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Paints draw lists into one canvas. Made anew when the theme or the pixel ratio changes. */
export class FlamePainter {
  private readonly context: CanvasRenderingContext2D;
  private readonly theme: FlameTheme;
  private readonly ratio: number;
  private readonly fills: readonly Fill[];
  private readonly styles: (string | CanvasPattern)[];
  private readonly batches = new RectBatches(FILL_COUNT);
  private readonly labels: Labels;
  private readonly font: string;
  private readonly box: Box = { x: 0, y: 0, width: 0, height: 0 };
  // Spans of the box at hand that a label may cross: right end, ink, and whether it is a hatch.
  private readonly spanEnd = new Float64Array(3);
  private readonly spanFill = new Int32Array(3);
  private spans = 0;

  constructor(context: CanvasRenderingContext2D, theme: FlameTheme, ratio: number) {
    this.context = context;
    this.theme = theme;
    this.ratio = ratio;
    this.fills = fillsOf(theme);
    const { frames } = theme;
    const shrank = theme.forced ? theme.ink : frames.shrank.fill;
    this.styles = this.fills.map((fill) => fill.fill);
    this.styles[FILL_GONE] = stripes(context, shrank, 5, 1.2, ratio, false);
    this.styles[FILL_GONE_VEIL] = stripes(context, frames.shrankVeil.fill, 5, 1.2, ratio, false);
    this.styles[FILL_MERGED] = stripes(context, theme.lineStrong, 5, 1.2, ratio, false);
    this.styles[FILL_REST] = stripes(context, theme.lineStrong, 5, 1, ratio, false);
    this.styles[FILL_UNKNOWN_HATCH] = stripes(context, frames.unknownHatch, 6, 1, ratio, false);
    this.font = `${FONT_PX}px ${theme.fontFamily}`;
    this.labels = new Labels((text) => {
      context.font = this.font;
      return context.measureText(text).width;
    });
  }

  paint(input: PaintInput): void {
    const { context, ratio, theme } = this;
    const { list, height, width, rowHeight } = input;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.fillStyle = theme.canvas;
    context.fillRect(0, 0, width, height);
    const sticky = list.rowFirst[Math.min(list.stickyRows, list.rows)] ?? 0;
    const edge = list.stickyRows * rowHeight;
    context.save();
    context.beginPath();
    context.rect(0, input.up ? 0 : edge, width, Math.max(0, height - edge));
    context.clip();
    this.paintRows(input, sticky, list.length);
    context.restore();
    this.paintRows(input, 0, sticky);
  }

  private paintRows(input: PaintInput, from: number, to: number): void {
    this.collectFills(input, from, to);
    this.batches.paint(this.context, (fill) => this.styles[fill] ?? this.theme.canvas);
    this.paintEdges(input, from, to);
    this.paintLabels(input, from, to);
    if (input.matches !== null) this.paintMatches(input, input.matches, from, to);
    this.paintStates(input, from, to);
  }

  private snap(px: number): number {
    return Math.round(px * this.ratio) / this.ratio;
  }

  /** The painted rectangle of an entry: snapped to device pixels, one pixel short at the right and below. */
  private place(input: PaintInput, entry: number): Box {
    const { list, rowHeight } = input;
    const { box } = this;
    const x = list.x[entry] ?? 0;
    const y = list.y[entry] ?? 0;
    box.x = this.snap(x);
    box.y = this.snap(y);
    const end = this.snap(x + (list.width[entry] ?? 0));
    const full = end - box.x;
    const cut = ((list.flags[entry] ?? 0) & FLAG_CUT_RIGHT) !== 0;
    box.width = cut || full < 2 ? Math.max(1 / this.ratio, full) : full - 1;
    box.height = this.snap(y + rowHeight) - box.y - 1;
    return box;
  }

  private collectFills(input: PaintInput, from: number, to: number): void {
    const { list } = input;
    this.batches.clear();
    for (let p = from; p < to; p++) {
      const entry = list.byRow[p] ?? 0;
      const { x, y, width, height } = this.place(input, entry);
      const kind = list.kind[entry];
      if (kind === BOX_MERGED || kind === BOX_FOLDED) {
        this.batches.add(FILL_SUNKEN, x, y, width, height);
        this.batches.add(FILL_MERGED, x, y, width, height);
      } else if (kind === BOX_REST) this.batches.add(FILL_REST, x, y, width, height);
      else {
        this.findSpans(input, entry);
        let left = x;
        for (let s = 0; s < this.spans; s++) {
          const fill = this.spanFill[s] ?? 0;
          const end = this.spanEnd[s] ?? 0;
          this.batches.add(fill, left, y, end - left, height);
          if (fill === UNKNOWN_ORIGIN) this.batches.add(FILL_UNKNOWN_HATCH, left, y, end - left, height);
          left = end;
        }
      }
    }
  }

  /** Fills `spanEnd` and `spanFill` with the parts of the box that was just placed. */
  private findSpans(input: PaintInput, entry: number): void {
    const { list, flame, fills } = input;
    const { box } = this;
    const end = box.x + box.width;
    this.spans = 0;
    const node = list.node[entry] ?? 0;
    const { weights, mode } = flame;
    const isRoot = list.kind[entry] === BOX_ROOT;
    if (weights.kind === 'plain' || (isRoot && mode !== 'envelope')) {
      this.addSpan(end, isRoot ? FILL_SUNKEN : fills.of(flame.tree.key[node] ?? 0));
      return;
    }
    const veiled = !isRoot && weights.veiled !== null && weights.veiled[node] === 1;
    const own = isRoot ? FILL_SUNKEN : fills.of(flame.tree.key[node] ?? 0);
    const byChange = isRoot || fills.colour === 'change';
    const same = isRoot ? FILL_SAME : own;
    const grew = byChange ? (veiled ? FILL_GREW_VEIL : FILL_GREW) : own;
    let gone = veiled ? FILL_GONE_VEIL : FILL_GONE;
    if (mode === 'shrink') gone = byChange ? (veiled ? FILL_SHRANK_VEIL : FILL_SHRANK) : own;
    this.addSpan(Math.min(end, this.snap(list.commonEnd[entry] ?? 0)), same);
    this.addSpan(Math.min(end, this.snap(list.grewEnd[entry] ?? 0)), grew);
    this.addSpan(end, gone);
  }

  private addSpan(end: number, fill: number): void {
    const from = this.spans === 0 ? this.box.x : (this.spanEnd[this.spans - 1] ?? 0);
    if (end - from < 0.01) return;
    this.spanEnd[this.spans] = end;
    this.spanFill[this.spans] = fill;
    this.spans++;
  }

  private paintEdges(input: PaintInput, from: number, to: number): void {
    const { list, tier, flame } = input;
    const { context, theme } = this;
    const compared = flame.weights.kind === 'compare' && flame.mode !== 'growth' && flame.mode !== 'shrink';
    for (let p = from; p < to; p++) {
      const entry = list.byRow[p] ?? 0;
      const flags = list.flags[entry] ?? 0;
      const isFrame = list.kind[entry] === BOX_FRAME;
      const node = list.node[entry] ?? -1;
      const joined = isFrame && tier !== null ? surenessOf(tier[node] ?? 0) : 0;
      const changed = compared && isFrame && (flags & (FLAG_NEW | FLAG_GONE)) !== 0;
      const veiled = (flags & FLAG_ANCESTOR) !== 0;
      if (joined === 0 && !changed && !veiled && !theme.forced) continue;
      const { x, y, width, height } = this.place(input, entry);
      if (veiled && list.kind[entry] !== BOX_REST) {
        context.globalAlpha = ANCESTOR_VEIL;
        context.fillStyle = theme.canvas;
        context.fillRect(x, y, width, height);
        context.globalAlpha = 1;
      }
      context.fillStyle = theme.ink;
      if (joined > 0) tierEdge(context, joined, x, width, input.up ? y + height : y, input.up ? -1 : 1);
      if (changed && (flags & FLAG_NEW) !== 0 && width >= 8) {
        context.fillRect(x, y, 2, height);
        context.fillStyle = theme.canvas;
        context.fillRect(x + 2, y, 1, height);
        context.fillStyle = theme.ink;
        context.fillRect(x + 3, y, 1, height);
      }
      if (changed && (flags & FLAG_GONE) !== 0 && width >= 4) {
        this.outline(theme.forced ? theme.ink : theme.frames.shrank.fill, 1, [3, 2]);
      }
      if (theme.forced) this.outline(theme.ink, 1, []);
    }
  }

  /** Strokes the inside of the box that was just placed. */
  private outline(colour: string, thick: number, dash: number[]): void {
    const { context } = this;
    const { x, y, width, height } = this.box;
    if (width < thick * 2 + 1) {
      context.fillStyle = colour;
      context.fillRect(x, y, width, height);
      return;
    }
    context.strokeStyle = colour;
    context.lineWidth = thick;
    context.setLineDash(dash);
    context.strokeRect(x + thick / 2, y + thick / 2, width - thick, height - thick);
    context.setLineDash([]);
  }

  private paintLabels(input: PaintInput, from: number, to: number): void {
    const { list } = input;
    const { context } = this;
    context.textBaseline = 'middle';
    context.textAlign = 'left';
    context.font = this.font;
    for (let p = from; p < to; p++) {
      const entry = list.byRow[p] ?? 0;
      if ((list.width[entry] ?? 0) < LEAST_LABEL) continue;
      const kind = list.kind[entry];
      if (kind === BOX_FRAME || kind === BOX_ROOT) this.paintFrameLabel(input, entry, kind === BOX_ROOT);
      else if (kind === BOX_MERGED || kind === BOX_FOLDED) this.paintCountLabel(input, entry, kind === BOX_MERGED);
    }
  }

  private paintCountLabel(input: PaintInput, entry: number, merged: boolean): void {
    const { list, words, flame } = input;
    const { context, theme } = this;
    const { x, y, width, height } = this.place(input, entry);
    const from = list.from[entry] ?? 0;
    const count = merged ? flame.merged(list.run[entry] ?? 0, from, list.to[entry] ?? 0).siblings : from;
    const text = merged ? words.more(count) : words.folded(count);
    const long = this.labels.width(text);
    if (long > width - 2 * (PADDING + PLATE)) return;
    const left = merged ? x + (width - long) / 2 : x + PADDING;
    context.fillStyle = theme.canvas;
    context.fillRect(left - PLATE, y + 1, long + 2 * PLATE, height - 2);
    context.fillStyle = theme.ink;
    context.fillText(text, left, y + height / 2 + 1);
  }

  private paintFrameLabel(input: PaintInput, entry: number, isRoot: boolean): void {
    const { list, flame, words, fills } = input;
    const { context, theme, labels } = this;
    const box = this.place(input, entry);
    this.findSpans(input, entry);
    const flags = list.flags[entry] ?? 0;
    const veiled = (flags & FLAG_ANCESTOR) !== 0;
    const edge = (flags & FLAG_NEW) !== 0 && !isRoot ? 4 : 0;
    const gone = !isRoot && (flags & FLAG_GONE) !== 0;
    const left = box.x + PADDING + edge;
    let room = box.width - 2 * PADDING - edge;
    if (box.width >= VALUE_FROM) {
      const value = valueText(flame, list.run[entry] ?? 0, words);
      const wide = value === '' ? 0 : labels.width(value);
      if (wide > 0 && room - wide - VALUE_GAP >= ROOM_BESIDE_VALUE) {
        this.write(value, box.x + box.width - PADDING - wide, wide, veiled);
        room -= wide + VALUE_GAP;
      }
    }
    let text: string;
    if (isRoot) text = labels.cut(words.root, room);
    else {
      const { keys } = fills;
      const key = flame.tree.key[list.node[entry] ?? 0] ?? 0;
      text = labels.fit(stringAt(keys.strings, keys.name[key] ?? 0), keys.origin[key] ?? 0, room);
    }
    if (text === '') return;
    // Measuring sets the font, so it comes first.
    const wide = labels.width(text);
    if (isRoot) context.font = `500 ${this.font}`;
    else if (gone && theme.italics) context.font = `italic ${this.font}`;
    this.write(text, left, wide, veiled);
    if (isRoot || gone) context.font = this.font;
  }

  /** Writes over the spans of the box at hand: each part in the ink of its fill, with a plate over a hatch. */
  private write(text: string, x: number, wide: number, veiled: boolean): void {
    const { context, theme, box } = this;
    const y = box.y + box.height / 2 + 1;
    let spanLeft = box.x;
    let first = -1;
    let last = -1;
    let plain = true;
    let ink = '';
    for (let s = 0; s < this.spans; s++) {
      const end = this.spanEnd[s] ?? 0;
      if (end > x - PLATE && spanLeft < x + wide + PLATE) {
        const fill = this.spanFill[s] ?? 0;
        const own = this.fills[fill]?.ink;
        if (first < 0) first = s;
        last = s;
        if (own === undefined || (ink !== '' && ink !== own)) plain = false;
        else ink = own;
      }
      spanLeft = end;
    }
    if (first < 0) return;
    if (plain) {
      context.fillStyle = veiled ? theme.ink : ink;
      context.fillText(text, x, y);
      return;
    }
    for (let s = first; s <= last; s++) {
      const from = s === 0 ? box.x : (this.spanEnd[s - 1] ?? 0);
      const own = this.fills[this.spanFill[s] ?? 0]?.ink;
      context.save();
      context.beginPath();
      context.rect(from, box.y, (this.spanEnd[s] ?? 0) - from, box.height);
      context.clip();
      if (own === undefined) {
        context.fillStyle = theme.canvas;
        context.fillRect(x - PLATE, box.y + 1, wide + 2 * PLATE, box.height - 2);
      }
      context.fillStyle = own === undefined || veiled ? theme.ink : own;
      context.fillText(text, x, y);
      context.restore();
    }
  }

  private paintMatches(input: PaintInput, matches: Uint8Array, from: number, to: number): void {
    const { list, flame } = input;
    const { context, theme } = this;
    for (let p = from; p < to; p++) {
      const entry = list.byRow[p] ?? 0;
      const kind = list.kind[entry];
      if (kind !== BOX_FRAME && kind !== BOX_MERGED) continue;
      const { x, y, width, height } = this.place(input, entry);
      if (kind === BOX_FRAME && matches[flame.tree.key[list.node[entry] ?? 0] ?? 0] === 1) {
        context.fillStyle = theme.ink;
        context.fillRect(x, y + height - 3, width, 3);
        continue;
      }
      context.globalAlpha = OTHERS_VEIL;
      context.fillStyle = theme.canvas;
      context.fillRect(x, y, width, height);
      context.globalAlpha = 1;
    }
  }

  private paintStates(input: PaintInput, from: number, to: number): void {
    const { list, hover, linkedHover, selected, highlight, flame } = input;
    if (hover === null && linkedHover === null && selected === null && highlight === null) return;
    const { theme } = this;
    for (let p = from; p < to; p++) {
      const entry = list.byRow[p] ?? 0;
      const kind = list.kind[entry];
      const node = list.node[entry] ?? 0;
      const isNode = kind === BOX_FRAME || kind === BOX_ROOT;
      if (hover !== null && isBox(list, entry, hover)) {
        this.place(input, entry);
        this.outline(theme.ink, 1.5, []);
      }
      if (highlight !== null && kind === BOX_FRAME && node !== selected) {
        const key = flame.tree.key[node] ?? -1;
        if (key >= highlight[0] && key < highlight[1]) {
          this.place(input, entry);
          this.outline(theme.accent, 1, []);
        }
      }
      if (isNode && selected === node) {
        this.place(input, entry);
        this.outline(theme.accent, 2, []);
      }
      if (isNode && linkedHover === node) {
        this.place(input, entry);
        this.outline(theme.ink, 2, [4, 3]);
      }
    }
  }
}

/** The figure that a box shows: the value, or in a comparison of one picture the change. */
export function valueText(flame: FlameTree, run: number, words: PaintWords): string {
  const { weights, mode } = flame;
  if (weights.kind === 'plain') return words.value(flame.sum(weights.value, run));
  if (mode === 'base') return words.value(flame.sum(weights.before, run));
  if (mode === 'after') return words.value(flame.sum(weights.after, run));
  return words.delta(changeOf(flame, weights, run));
}

function changeOf(flame: FlameTree, weights: CompareWeights, run: number): number {
  if (flame.mode === 'growth') return flame.sum(weights.grew, run);
  if (flame.mode === 'shrink') return -flame.sum(weights.shrank, run);
  return flame.sum(weights.after, run) - flame.sum(weights.before, run);
}
