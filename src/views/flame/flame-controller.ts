import { type Camera, clampCamera, panBy, sameCamera, zoomAt } from '../../draw/camera.ts';
import { BOX_FOLDED, BOX_FRAME, BOX_MERGED, BOX_REST, BOX_ROOT } from '../../draw/draw-list.ts';
import { FlameLayout, type Viewport } from '../../draw/flame-layout.ts';
import { type BoxRef, boxRef, FlamePainter, isBox } from '../../draw/flame-painter.ts';
import { FlameTree } from '../../draw/flame-tree.ts';
import { KeyFills } from '../../draw/frame-fills.ts';
import { hitTest, nodeByArrow } from '../../draw/hit-test.ts';
import { readTheme } from '../../draw/theme.ts';
import { keysNamed, ROOT_NODE } from '../../draw/tree-walk.ts';
import { fitted, isBelow, isSided, revealing, rowOffset, type Zoom, zoomBounds, zoomExtent } from '../../draw/zoom.ts';
import { type PlotSize, sizeCanvas, watchPlotSize } from './canvas-size.ts';
import { flameKey } from './flame-keys.ts';
import type { FlameCanvasProps, FlameHit, FlameWindow } from './flame-props.ts';
import { Flight } from './flight.ts';
import { type GestureTarget, listenGestures } from './gestures.ts';
import { MinimapPane } from './minimap-pane.ts';
import { paintWords } from './paint-words.ts';
import { PathNodes } from './path-nodes.ts';

const PAN_SHARE = 0.15;
const PAN_ROWS = 4;
const KEY_ZOOM = 1.5;

interface Parts {
  readonly host: HTMLElement;
  readonly plot: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  readonly minimap: HTMLCanvasElement | null;
}

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
  private highlightName: string | null = null;
  private hovered: BoxRef | null = null;
  private pointer: { x: number; y: number } | null = null;
  private readonly flight = new Flight({ x0: 0, x1: 1, scroll: 0 });
  private frame = 0;
  private minimapDirty = true;
  private painted: unknown = null;
  private paths: PathNodes;
  private readonly told = new WeakSet<FlameWindow>();

  constructor(parts: Parts, props: FlameCanvasProps) {
    this.parts = parts;
    this.props = props;
    this.context = parts.canvas.getContext('2d', { alpha: false });
    this.flame = new FlameTree(props.picture.tree, props.weights, props.mode, props.order);
    this.fills = new KeyFills(props.picture.keys, props.colour);
    this.paths = new PathNodes(props.picture);
    this.theme = readTheme(parts.host);
    this.minimap =
      parts.minimap === null
        ? null
        : new MinimapPane(parts.minimap, (x0, x1) => this.go({ x0, x1, scroll: this.flight.goal.scroll }, false));
    this.resolve(true);
    this.flight.jump(fitted(this.zoomed, 0));
    this.stops.push(listenGestures(parts.plot, this));
    this.stops.push(watchPlotSize(parts.plot, (size) => this.resize(size)));
    this.watchForcedColours();
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
      if (old.picture.tree !== props.picture.tree) this.paths = new PathNodes(props.picture);
    }
    if (old.picture.keys !== props.picture.keys || old.colour !== props.colour) {
      this.fills = new KeyFills(props.picture.keys, props.colour);
      this.minimapDirty = true;
    }
    if (old.themeKey !== props.themeKey) this.recolour();
    const before = { ...this.zoomed, flame: this.flame };
    this.resolve(newTree || old.picture.keys !== props.picture.keys);
    if (newTree || old.shape !== props.shape) {
      this.minimapDirty = true;
      this.flight.jump(fitted(this.zoomed, this.root === before.root ? this.flight.goal.scroll : 0));
    } else if (this.root !== before.root) this.flyFrom(before);
    else if (old.rowHeight !== props.rowHeight) this.go(this.flight.goal, false);
    else if (old.linkedWindow !== props.linkedWindow) this.follow(props.linkedWindow ?? null);
    if (old.selected !== props.selected) this.revealGiven();
    this.schedule();
  }

  /** A selection made elsewhere (a search, a table, the other pane) is brought into sight; one made here already is. */
  private revealGiven(): void {
    const { selected } = this;
    if (selected === null || this.parts.plot.contains(document.activeElement)) return;
    if (!isBelow(this.flame, selected, this.root)) return;
    this.go(revealing(this.zoomed, this.flight.goal, selected, this.width), true);
  }

  /** Turns the paths of the props into nodes. */
  private resolve(keysChanged: boolean): void {
    const { props, paths } = this;
    this.root = paths.node(props.root) ?? ROOT_NODE;
    this.selected = props.selected === null ? null : paths.node(props.selected);
    const linked = props.linkedHover ?? null;
    this.linkedHover = linked === null ? null : paths.node(linked);
    const name = props.highlight ?? null;
    if (name === null) this.highlight = null;
    else if (keysChanged || this.highlightName !== name) this.highlight = keysNamed(props.picture.keys, name);
    this.highlightName = name;
  }

  // ---- the camera

  private get up(): boolean {
    return this.props.shape === 'up';
  }

  private get zoomed(): Zoom {
    return { flame: this.flame, root: this.root, height: this.height, rowHeight: this.props.rowHeight };
  }

  /** Goes from another zoom to the present one: rows begin where they were, the zoomed one ends right below its callers. */
  private flyFrom(before: Zoom): void {
    const { flight, zoomed } = this;
    const inwards = this.flame.depth(this.root) > this.flame.depth(before.root);
    const kept = rowOffset(zoomed, 0) - rowOffset(before, flight.camera.scroll);
    flight.settle(fitted(zoomed, inwards ? 0 : Math.max(0, kept)), { ...flight.camera, scroll: kept });
  }

  private go(to: Camera, animated: boolean): void {
    const next = clampCamera(to, zoomBounds(this.zoomed));
    if (this.flight.isGoal(next)) return;
    if (animated) this.flight.settle(next);
    else this.flight.jump(next);
    this.schedule();
    this.tellWindow(next);
  }

  private tellWindow({ x0, x1, scroll }: Camera): void {
    const { from, to } = zoomExtent(this.flame, this.root);
    const span = to - from;
    const window = { from: (x0 - from) / span, to: (x1 - from) / span, scroll };
    this.told.add(window);
    this.props.onWindow?.(window);
  }

  /** Shows what the other pane shows. What this one has told itself may come back late and is passed over. */
  private follow(window: FlameWindow | null): void {
    if (window === null || this.told.has(window)) return;
    const { from, to } = zoomExtent(this.flame, this.root);
    const span = to - from;
    const next = { x0: from + window.from * span, x1: from + window.to * span, scroll: window.scroll };
    const clamped = clampCamera(next, zoomBounds(this.zoomed));
    if (!this.flight.isGoal(clamped)) this.flight.jump(clamped);
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
    const moving = this.flight.step(now);
    this.paint(!moving);
    if (moving) this.schedule();
    else if (this.pointer !== null) this.rehover();
  }

  private viewport(settled: boolean): Viewport {
    const { root, flame } = this;
    const zoomed = root !== ROOT_NODE && settled;
    const start = zoomed ? flame.start(root) : 0;
    return {
      width: this.width,
      height: this.height,
      rowHeight: this.props.rowHeight,
      ...this.flight.camera,
      root,
      up: this.up,
      clip: zoomed ? [start, start + flame.size(root)] : null,
      ...(isSided(flame) && settled ? { extent: zoomExtent(flame, root).to } : {}),
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
      tier: props.picture.tier,
    });
    const whole = zoomExtent(this.flame, ROOT_NODE).to;
    if (this.minimap !== null) {
      if (this.minimapDirty) this.minimap.redraw(this.flame, this.fills, this.theme, this.up, whole);
      this.minimapDirty = false;
      this.minimap.show(this.theme, this.flight.camera.x0, this.flight.camera.x1);
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

  private watchForcedColours(): void {
    const forced = matchMedia('(forced-colors: active)');
    const recolour = () => {
      this.recolour();
      this.schedule();
    };
    forced.addEventListener('change', recolour);
    this.stops.push(() => forced.removeEventListener('change', recolour));
  }

  private recolour(): void {
    this.theme = readTheme(this.parts.host);
    this.painter = null;
    this.minimapDirty = true;
  }

  private resize(size: PlotSize): void {
    if (size.ratio !== this.ratio) this.painter = null;
    const first = this.width === 0;
    this.width = size.width;
    this.height = size.height;
    this.ratio = size.ratio;
    sizeCanvas(this.parts.canvas, size);
    this.minimap?.resize(size.width, size.ratio);
    this.minimapDirty = true;
    this.flight.jump(clampCamera(this.flight.goal, zoomBounds(this.zoomed)));
    // Setting the size has emptied the canvas: paint at once, not a frame later.
    if (first || size.width === 0 || size.height === 0) this.schedule();
    else this.paint(true);
  }

  // ---- input

  private entryAt(x: number, y: number): number {
    const { layout, props, height, flight, up } = this;
    return hitTest(layout.list, { height, rowHeight: props.rowHeight, up, scroll: flight.camera.scroll }, x, y);
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
      path: this.paths.path(node),
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
      this.go({ x0: start, x1: start + (list.size[entry] ?? 0), scroll: this.flight.goal.scroll }, true);
    else if (kind === BOX_FRAME || kind === BOX_ROOT) this.zoomTo(list.node[entry] ?? ROOT_NODE);
  }

  private zoomTo(node: number): void {
    if (node !== this.root) this.props.onRoot(this.paths.path(node));
    else this.go(fitted(this.zoomed, this.flight.goal.scroll), true);
  }

  menu(x: number, y: number, clientX: number, clientY: number): void {
    const hit = this.hitOf(this.entryAt(x, y));
    if (hit === null) return;
    if (hit.kind === 'frame' || hit.kind === 'root') this.props.onSelect(hit.path, hit);
    this.props.onContextMenu?.(hit, clientX, clientY);
  }

  pan(dx: number, dy: number): void {
    this.go(panBy(this.flight.goal, -dx / Math.max(1, this.width), this.up ? dy : -dy, zoomBounds(this.zoomed)), false);
  }

  zoom(factor: number, x: number): void {
    this.go(zoomAt(this.flight.goal, factor, x / Math.max(1, this.width), zoomBounds(this.zoomed)), false);
  }

  scroll(dx: number, dy: number): boolean {
    const before = this.flight.goal;
    this.go(panBy(this.flight.goal, dx / Math.max(1, this.width), this.up ? -dy : dy, zoomBounds(this.zoomed)), false);
    return !this.flight.isGoal(before);
  }

  private key(event: KeyboardEvent): void {
    const what = flameKey(event, this.selected !== null && this.selected !== ROOT_NODE);
    if (what === null) return;
    event.preventDefault();
    const { goal } = this.flight;
    const bounds = zoomBounds(this.zoomed);
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
        if (this.root !== ROOT_NODE && sameCamera(goal, fitted(this.zoomed, goal.scroll))) this.props.onRoot([]);
        else this.go(fitted(this.zoomed, goal.scroll), true);
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
    const share = (centre - this.flight.goal.x0) / (this.flight.goal.x1 - this.flight.goal.x0);
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
    const path = this.paths.path(to);
    // Out of the zoomed subtree: the zoom goes along, else the selection would be where nobody looks.
    if (this.root !== ROOT_NODE && this.flame.depth(to) < this.flame.depth(this.root)) this.props.onRoot(path);
    else if (!isBelow(this.flame, to, this.root)) return;
    else this.go(revealing(this.zoomed, this.flight.goal, to, this.width), true);
    this.selected = to;
    this.props.onSelect(path, this.hitOf(this.entryOf(to)));
    this.schedule();
  }

  private entryOf(node: number): number {
    const { list } = this.layout;
    for (let i = 0; i < list.length; i++) if (list.kind[i] === BOX_FRAME && list.node[i] === node) return i;
    return -1;
  }
}
