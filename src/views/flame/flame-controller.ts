import { between, type Camera, clampCamera, panBy, SETTLE_MS, sameCamera, zoomAt } from '../../draw/camera.ts';
import { BOX_FOLDED, BOX_FRAME, BOX_MERGED, BOX_REST, BOX_ROOT } from '../../draw/draw-list.ts';
import { FlameLayout, planRows, type Viewport } from '../../draw/flame-layout.ts';
import { type BoxRef, boxRef, FlamePainter, isBox } from '../../draw/flame-painter.ts';
import { FlameTree } from '../../draw/flame-tree.ts';
import { KeyFills } from '../../draw/frame-fills.ts';
import { hitTest, nodeByArrow } from '../../draw/hit-test.ts';
import { readTheme } from '../../draw/theme.ts';
import { keysNamed, nodeAtPath, parentNode, pathOf, ROOT_NODE, runOf } from '../../draw/tree-walk.ts';
import { flameKey } from './flame-keys.ts';
import type { FlameCanvasProps, FlameHit, FlameWindow } from './flame-props.ts';
import { type GestureTarget, listenGestures } from './gestures.ts';
import { MinimapPane } from './minimap-pane.ts';
import { paintWords } from './paint-words.ts';

const PAN_SHARE = 0.15;
const PAN_ROWS = 4;
const KEY_ZOOM = 1.5;
/** A selected frame narrower than this is brought nearer. */
const REVEAL_FROM = 4;
const REVEAL_SHARE = 0.25;

interface Parts {
  readonly host: HTMLElement;
  readonly plot: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  readonly minimap: HTMLCanvasElement | null;
}

const samePath = (a: readonly string[], b: readonly string[]) => a.length === b.length && a.every((n, i) => n === b[i]);
const reducedMotion = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** Owns the canvases of one flame graph: camera, layout, painting and input. React only hands it new props. */
export class FlameController implements GestureTarget {
  private readonly parts: Parts;
  private readonly context: CanvasRenderingContext2D | null;
  private readonly layout = new FlameLayout();
  private readonly minimap: MinimapPane | null;
  private readonly stops: (() => void)[] = [];
  private props: FlameCanvasProps;
  private flame: FlameTree;
  private fills: KeyFills;
  private painter: FlamePainter | null = null;
  private theme;
  private width = 0;
  private height = 0;
  private ratio = 1;
  private root = ROOT_NODE;
  private selected: number | null = null;
  private linkedHover: number | null = null;
  private highlight: readonly [number, number] | null = null;
  private hovered: BoxRef | null = null;
  private pointer: { x: number; y: number } | null = null;
  private camera: Camera = { x0: 0, x1: 1, scroll: 0 };
  private goal: Camera = this.camera;
  private from: Camera = this.camera;
  private began = Number.NEGATIVE_INFINITY;
  private frame = 0;
  private minimapDirty = true;
  private painted: unknown = null;
  // Nodes that paths of names were last given for, as equal names may lead to several nodes.
  private readonly given = new Map<number, readonly string[]>();

  constructor(parts: Parts, props: FlameCanvasProps) {
    this.parts = parts;
    this.props = props;
    this.context = parts.canvas.getContext('2d', { alpha: false });
    this.flame = new FlameTree(props.picture.tree, props.weights, props.mode, props.order);
    this.fills = new KeyFills(props.picture.keys, props.colour);
    this.theme = readTheme(parts.host);
    this.minimap =
      parts.minimap === null
        ? null
        : new MinimapPane(parts.minimap, (x0, x1) => this.go({ x0, x1, scroll: this.goal.scroll }, false));
    this.resolve(true);
    this.goal = this.camera = this.fitted(0);
    this.stops.push(listenGestures(parts.plot, this));
    this.watchSize();
    const key = (event: KeyboardEvent) => this.key(event);
    parts.plot.addEventListener('keydown', key);
    this.stops.push(() => parts.plot.removeEventListener('keydown', key));
  }

  destroy(): void {
    cancelAnimationFrame(this.frame);
    this.minimap?.destroy();
    for (const stop of this.stops) stop();
  }

  /** Takes new props and repaints what they change. */
  update(props: FlameCanvasProps): void {
    const old = this.props;
    if (old === props) return;
    this.props = props;
    const newTree =
      old.picture.tree !== props.picture.tree ||
      old.weights !== props.weights ||
      old.mode !== props.mode ||
      old.order !== props.order;
    if (newTree) {
      this.flame = new FlameTree(props.picture.tree, props.weights, props.mode, props.order);
      this.hovered = null;
      if (old.picture.tree !== props.picture.tree) this.given.clear();
    }
    if (old.picture.keys !== props.picture.keys || old.colour !== props.colour) {
      this.fills = new KeyFills(props.picture.keys, props.colour);
      this.minimapDirty = true;
    }
    if (old.themeKey !== props.themeKey) {
      this.theme = readTheme(this.parts.host);
      this.painter = null;
      this.minimapDirty = true;
    }
    const before = this.root;
    const offset = this.offset(before);
    this.resolve(newTree || old.picture.keys !== props.picture.keys);
    if (newTree || old.shape !== props.shape) {
      this.minimapDirty = true;
      this.began = Number.NEGATIVE_INFINITY;
      this.goal = this.camera = this.fitted(this.root === before ? this.goal.scroll : 0);
    } else if (this.root !== before) this.flyTo(before, offset);
    else if (props.linkedWindow !== undefined && props.linkedWindow !== null) this.follow(props.linkedWindow);
    this.schedule();
  }

  /** Turns the paths of the props into nodes. */
  private resolve(keysChanged: boolean): void {
    const { props } = this;
    const { tree, keys } = props.picture;
    const node = (path: readonly string[]): number | null => {
      for (const [known, names] of this.given) if (samePath(names, path)) return known;
      return nodeAtPath(tree, keys, path);
    };
    this.root = node(props.root) ?? ROOT_NODE;
    this.selected = props.selected === null ? null : node(props.selected);
    const linked = props.linkedHover ?? null;
    this.linkedHover = linked === null ? null : node(linked);
    const name = props.highlight ?? null;
    if (name === null) this.highlight = null;
    else if (keysChanged || this.highlightName !== name) this.highlight = keysNamed(keys, name);
    this.highlightName = name;
  }
  private highlightName: string | null = null;

  private pathTo(node: number): readonly string[] {
    const { tree, keys } = this.props.picture;
    const path = pathOf(tree, keys, node);
    // The newest few are enough: root, selection and what the pointer just left.
    if (this.given.size > 8) this.given.delete(this.given.keys().next().value ?? ROOT_NODE);
    this.given.delete(node);
    this.given.set(node, path);
    return path;
  }

  // ---- the camera

  private get up(): boolean {
    return this.props.shape === 'up';
  }

  private get sided(): boolean {
    return this.props.mode === 'base' || this.props.mode === 'after';
  }

  /** The interval that a zoomed root fills: its own, or of two panes the larger of before and after. */
  private extent(): { from: number; to: number } {
    const { flame, root } = this;
    const from = root === ROOT_NODE ? 0 : flame.start(root);
    let size = root === ROOT_NODE ? flame.total : flame.size(root);
    const { weights } = flame;
    if (this.sided && weights.kind === 'compare') {
      const run = runOf(flame.tree, root);
      size = Math.max(flame.sum(weights.before, run), flame.sum(weights.after, run));
    }
    if (!(size > 0)) return { from: 0, to: Math.max(flame.total, 1) };
    return { from, to: from + size };
  }

  private get bounds() {
    const plan = planRows(this.flame.depth(this.root), this.height, this.props.rowHeight);
    const rows = plan.sticky + this.flame.deepestBelow(this.root) - plan.firstContent + 1;
    return { ...this.extent(), maxScroll: Math.max(0, rows * this.props.rowHeight - this.height) };
  }

  private fitted(scroll: number): Camera {
    const { from, to, maxScroll } = this.bounds;
    return { x0: from, x1: to, scroll: Math.min(scroll, maxScroll) };
  }

  /** Where tree row 0 would lie if nothing stuck: keeps rows in place while the sticky ones change. */
  private offset(root: number): number {
    const plan = planRows(this.flame.depth(root), this.height, this.props.rowHeight);
    return (plan.sticky - plan.firstContent) * this.props.rowHeight - this.camera.scroll;
  }

  private flyTo(before: number, offset: number): void {
    const inwards = this.flame.depth(this.root) > this.flame.depth(before);
    const kept = this.offset(this.root) + this.camera.scroll - offset;
    this.camera = { ...this.camera, scroll: kept };
    this.settle(this.fitted(inwards ? 0 : Math.max(0, kept)));
  }

  private go(to: Camera, animated: boolean): void {
    const next = clampCamera(to, this.bounds);
    if (sameCamera(next, this.goal)) return;
    if (animated) this.settle(next);
    else {
      this.goal = this.camera = next;
      this.began = Number.NEGATIVE_INFINITY;
      this.schedule();
    }
    this.tellWindow();
  }

  private settle(to: Camera): void {
    this.goal = to;
    if (reducedMotion()) this.camera = to;
    else {
      this.from = this.camera;
      this.began = performance.now();
    }
    this.schedule();
  }

  private tellWindow(): void {
    const { from, to } = this.extent();
    const span = to - from;
    const { x0, x1, scroll } = this.goal;
    this.props.onWindow?.({ from: (x0 - from) / span, to: (x1 - from) / span, scroll });
  }

  private follow(window: FlameWindow): void {
    const { from, to } = this.extent();
    const span = to - from;
    const next = { x0: from + window.from * span, x1: from + window.to * span, scroll: window.scroll };
    const clamped = clampCamera(next, this.bounds);
    const near = Math.abs(clamped.x0 - this.goal.x0) + Math.abs(clamped.x1 - this.goal.x1) < span * 1e-9;
    if (near && Math.abs(clamped.scroll - this.goal.scroll) < 0.5) return;
    this.goal = this.camera = clamped;
    this.began = Number.NEGATIVE_INFINITY;
  }

  // ---- painting

  private schedule(): void {
    if (this.frame !== 0) return;
    this.frame = requestAnimationFrame((now) => {
      this.frame = 0;
      this.step(now);
    });
  }

  private step(now: number): void {
    if (this.width === 0 || this.height === 0) return;
    const t = (now - this.began) / SETTLE_MS;
    const moving = t < 1;
    this.camera = moving ? between(this.from, this.goal, t) : this.goal;
    this.paint(!moving);
    if (moving) this.schedule();
    else if (this.pointer !== null) this.rehover();
  }

  private viewport(settled: boolean): Viewport {
    const { camera, root, flame } = this;
    const { to } = this.extent();
    const zoomed = root !== ROOT_NODE && settled;
    const start = zoomed ? flame.start(root) : 0;
    return {
      width: this.width,
      height: this.height,
      rowHeight: this.props.rowHeight,
      ...camera,
      root,
      up: this.up,
      clip: zoomed ? [start, start + flame.size(root)] : null,
      ...(this.sided && settled ? { extent: to } : {}),
    };
  }

  private paint(settled: boolean): void {
    const { context, props } = this;
    if (context === null) return;
    this.painter ??= new FlamePainter(context, this.theme, this.ratio);
    const list = this.layout.layout(this.flame, this.viewport(settled));
    this.painter.paint({
      list,
      flame: this.flame,
      fills: this.fills,
      words: paintWords(props),
      width: this.width,
      height: this.height,
      rowHeight: props.rowHeight,
      up: this.up,
      hover: this.hovered,
      linkedHover: this.linkedHover,
      selected: this.selected,
      highlight: this.highlight,
      matches: props.searchMatches,
      tier: props.tier ?? null,
    });
    const whole = this.sided ? Math.max(this.flame.total, this.extent().to) : this.flame.total;
    if (this.minimap !== null) {
      if (this.minimapDirty) this.minimap.redraw(this.flame, this.fills, this.theme, this.up, Math.max(whole, 1e-9));
      this.minimapDirty = false;
      this.minimap.show(this.theme, this.camera.x0, this.camera.x1);
    }
    this.reportPainted();
  }

  private reportPainted(): void {
    const { props } = this;
    const complete = props.complete !== false;
    const key = complete ? props.weights : null;
    if (this.painted === key) return;
    this.painted = key;
    requestAnimationFrame(() => requestAnimationFrame(() => this.props.onPainted?.(complete)));
  }

  private watchSize(): void {
    const { host, plot } = this.parts;
    const observer = new ResizeObserver(() => this.resize());
    observer.observe(plot);
    this.stops.push(() => observer.disconnect());
    const again = () => this.resize();
    // A change of the pixel ratio alone (zoom of the browser, another screen) is no change of size in some browsers.
    window.addEventListener('resize', again);
    this.stops.push(() => window.removeEventListener('resize', again));
    const forced = matchMedia('(forced-colors: active)');
    const recolour = () => {
      this.theme = readTheme(host);
      this.painter = null;
      this.minimapDirty = true;
      this.schedule();
    };
    forced.addEventListener('change', recolour);
    this.stops.push(() => forced.removeEventListener('change', recolour));
    this.resize();
  }

  private resize(): void {
    const { plot, canvas } = this.parts;
    const width = plot.clientWidth;
    const height = plot.clientHeight;
    const ratio = window.devicePixelRatio || 1;
    if (width === this.width && height === this.height && ratio === this.ratio) return;
    if (ratio !== this.ratio) this.painter = null;
    const first = this.width === 0;
    this.width = width;
    this.height = height;
    this.ratio = ratio;
    canvas.width = Math.max(1, Math.round(width * ratio));
    canvas.height = Math.max(1, Math.round(height * ratio));
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    this.minimap?.resize(width, ratio);
    this.minimapDirty = true;
    this.goal = this.camera = clampCamera(this.goal, this.bounds);
    // Setting the size has emptied the canvas: paint at once, not a frame later.
    if (first || width === 0 || height === 0) this.schedule();
    else this.paint(true);
  }

  // ---- input

  private entryAt(x: number, y: number): number {
    const { layout, props, height, camera, up } = this;
    return hitTest(layout.list, { height, rowHeight: props.rowHeight, up, scroll: camera.scroll }, x, y);
  }

  private hitOf(entry: number): FlameHit | null {
    const { list } = this.layout;
    const kind = list.kind[entry];
    if (entry < 0 || kind === BOX_REST) return null;
    const box = this.parts.plot.getBoundingClientRect();
    const merged = kind === BOX_MERGED;
    const run = list.run[entry] ?? 0;
    const { tree } = this.flame;
    const node = merged ? (run === 0 ? ROOT_NODE : (tree.first[run + 1] ?? 0) - 1) : (list.node[entry] ?? ROOT_NODE);
    return {
      kind: merged ? 'merged' : kind === BOX_ROOT ? 'root' : kind === BOX_FOLDED ? 'folded' : 'frame',
      node,
      path: this.pathTo(node),
      rect: {
        left: box.left + (list.x[entry] ?? 0),
        top: box.top + (list.y[entry] ?? 0),
        width: list.width[entry] ?? 0,
        height: this.props.rowHeight,
      },
      merged: merged ? this.flame.merged(run, list.from[entry] ?? 0, list.to[entry] ?? 0) : null,
    };
  }

  hover(x: number, y: number): void {
    this.pointer = { x, y };
    const entry = this.entryAt(x, y);
    const { list } = this.layout;
    if (entry < 0 ? this.hovered === null : this.hovered !== null && isBox(list, entry, this.hovered)) return;
    this.hovered = entry < 0 ? null : boxRef(list, entry);
    this.props.onHover?.(this.hitOf(entry));
    this.schedule();
  }

  private rehover(): void {
    if (this.pointer !== null) this.hover(this.pointer.x, this.pointer.y);
  }

  leave(): void {
    this.pointer = null;
    if (this.hovered === null) return;
    this.hovered = null;
    this.props.onHover?.(null);
    this.schedule();
  }

  tap(x: number, y: number): void {
    const hit = this.hitOf(this.entryAt(x, y));
    if (hit === null) this.props.onSelect(null, null);
    else if (hit.kind === 'folded') this.props.onRoot(hit.path);
    else if (hit.kind !== 'merged') this.props.onSelect(hit.path, hit);
  }

  doubleTap(x: number, y: number): void {
    const entry = this.entryAt(x, y);
    if (entry >= 0) this.enter(entry);
  }

  /** Zooms to what a box stands for. */
  private enter(entry: number): void {
    const { list } = this.layout;
    const kind = list.kind[entry];
    const start = list.start[entry] ?? 0;
    if (kind === BOX_MERGED)
      this.go({ x0: start, x1: start + (list.size[entry] ?? 0), scroll: this.goal.scroll }, true);
    else if (kind === BOX_FRAME || kind === BOX_ROOT) this.zoomTo(list.node[entry] ?? ROOT_NODE);
  }

  private zoomTo(node: number): void {
    if (node !== this.root) this.props.onRoot(this.pathTo(node));
    else this.go(this.fitted(this.goal.scroll), true);
  }

  menu(x: number, y: number, clientX: number, clientY: number): void {
    const hit = this.hitOf(this.entryAt(x, y));
    if (hit === null) return;
    if (hit.kind === 'frame' || hit.kind === 'root') this.props.onSelect(hit.path, hit);
    this.props.onContextMenu?.(hit, clientX, clientY);
  }

  pan(dx: number, dy: number): void {
    this.go(panBy(this.goal, -dx / Math.max(1, this.width), this.up ? dy : -dy, this.bounds), false);
  }

  zoom(factor: number, x: number): void {
    this.go(zoomAt(this.goal, factor, x / Math.max(1, this.width), this.bounds), false);
  }

  scroll(dx: number, dy: number): boolean {
    const before = this.goal;
    this.go(panBy(this.goal, dx / Math.max(1, this.width), this.up ? -dy : dy, this.bounds), false);
    return !sameCamera(before, this.goal);
  }

  private key(event: KeyboardEvent): void {
    const what = flameKey(event, this.selected !== null && this.selected !== ROOT_NODE);
    if (what === null) return;
    event.preventDefault();
    const { bounds, goal } = this;
    const rows = this.props.rowHeight * PAN_ROWS;
    const towards = this.up ? -1 : 1;
    switch (what.do) {
      case 'pan':
        this.go(panBy(goal, what.x * PAN_SHARE, what.y * rows * towards, bounds), true);
        break;
      case 'page':
        this.go(panBy(goal, 0, what.y * towards * this.height * 0.8, bounds), true);
        break;
      case 'zoom':
        this.go(zoomAt(goal, KEY_ZOOM ** what.by, this.zoomCentre(), bounds), true);
        break;
      case 'reset':
        if (this.root !== ROOT_NODE && sameCamera(goal, this.fitted(goal.scroll))) this.props.onRoot([]);
        else this.go(this.fitted(goal.scroll), true);
        break;
      case 'enter':
        this.zoomTo(this.selected ?? ROOT_NODE);
        break;
      case 'menu':
        this.menuOfSelection();
        break;
      default:
        this.move(what.key);
        break;
    }
  }

  /** Keys zoom at the selection when it is in sight, else in the middle. */
  private zoomCentre(): number {
    if (this.selected === null) return 0.5;
    const centre = this.flame.start(this.selected) + this.flame.size(this.selected) / 2;
    const share = (centre - this.goal.x0) / (this.goal.x1 - this.goal.x0);
    return share >= 0 && share <= 1 ? share : 0.5;
  }

  private menuOfSelection(): void {
    const { list } = this.layout;
    for (let i = 0; i < list.length; i++) {
      if (list.kind[i] !== BOX_FRAME || list.node[i] !== this.selected) continue;
      const hit = this.hitOf(i);
      if (hit !== null) this.props.onContextMenu?.(hit, hit.rect.left + 8, hit.rect.top + hit.rect.height);
      return;
    }
  }

  private move(key: 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight'): void {
    const to = this.selected === null ? this.root : nodeByArrow(this.flame, this.selected, key, this.up);
    if (to === null) return;
    const path = this.pathTo(to);
    // Out of the zoomed subtree: the zoom goes along, else the selection would be where nobody looks.
    if (this.root !== ROOT_NODE && this.flame.depth(to) < this.flame.depth(this.root)) this.props.onRoot(path);
    else if (!this.isBelow(to, this.root)) return;
    else this.reveal(to);
    this.selected = to;
    this.props.onSelect(path, this.hitOf(this.entryOf(to)));
    this.schedule();
  }

  private entryOf(node: number): number {
    const { list } = this.layout;
    for (let i = 0; i < list.length; i++) if (list.kind[i] === BOX_FRAME && list.node[i] === node) return i;
    return -1;
  }

  private isBelow(node: number, root: number): boolean {
    if (root === ROOT_NODE) return true;
    const { tree } = this.flame;
    const run = runOf(tree, root);
    const own = runOf(tree, node);
    return node >= root && own < (tree.end[run] ?? 0) && parentNode(tree, root) < node;
  }

  /** Brings a node into sight with the least movement. */
  private reveal(node: number): void {
    const { flame, goal, bounds, props } = this;
    if (node === ROOT_NODE) return;
    const start = flame.start(node);
    const size = flame.size(node);
    let { x0, x1, scroll } = goal;
    let span = x1 - x0;
    if ((size / span) * this.width < REVEAL_FROM) {
      span = size / REVEAL_SHARE;
      x0 = start + size / 2 - span / 2;
    } else if (start + size <= x0 || start >= x1) x0 = start + size / 2 - span / 2;
    x1 = x0 + span;
    const plan = planRows(flame.depth(this.root), this.height, props.rowHeight);
    const y = (plan.sticky + flame.depth(node) - plan.firstContent) * props.rowHeight;
    const least = y + props.rowHeight - this.height;
    const most = y - plan.sticky * props.rowHeight;
    if (flame.depth(node) >= plan.firstContent) scroll = Math.max(least, Math.min(most, scroll));
    this.go(clampCamera({ x0, x1, scroll }, bounds), true);
  }
}
