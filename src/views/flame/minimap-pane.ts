import { FlameLayout } from '../../draw/flame-layout.ts';
import type { FlameTree } from '../../draw/flame-tree.ts';
import type { KeyFills } from '../../draw/frame-fills.ts';
import { gripAt, MINIMAP_HEIGHT, type MinimapGrip, paintWholeTree, paintWindow } from '../../draw/minimap.ts';
import type { FlameTheme } from '../../draw/theme.ts';

const TOUCH_GRIPS: readonly string[] = ['touch', 'pen'];

/** The strip above the picture: keeps a bitmap of the whole tree and draws the visible window over it. */
export class MinimapPane {
  private readonly canvas: HTMLCanvasElement;
  private readonly context: CanvasRenderingContext2D | null;
  private readonly whole = document.createElement('canvas');
  private readonly layout = new FlameLayout();
  private readonly onWindow: (x0: number, x1: number) => void;
  private width = 0;
  private ratio = 1;
  private extent = 1;
  private from = 0;
  private to = 0;
  private readonly stops: (() => void)[] = [];

  constructor(canvas: HTMLCanvasElement, onWindow: (x0: number, x1: number) => void) {
    this.canvas = canvas;
    this.context = canvas.getContext('2d', { alpha: false });
    this.onWindow = onWindow;
    this.listen();
  }

  destroy(): void {
    for (const stop of this.stops) stop();
  }

  resize(width: number, ratio: number): void {
    this.width = width;
    this.ratio = ratio;
    for (const canvas of [this.canvas, this.whole]) {
      canvas.width = Math.max(1, Math.round(width * ratio));
      canvas.height = Math.round(MINIMAP_HEIGHT * ratio);
    }
  }

  private get size() {
    return { width: this.width, height: MINIMAP_HEIGHT, ratio: this.ratio };
  }

  /** Paints the whole tree into the kept bitmap. */
  redraw(flame: FlameTree, fills: KeyFills, theme: FlameTheme, up: boolean, extent: number): void {
    const context = this.whole.getContext('2d', { alpha: false });
    this.extent = extent;
    if (context !== null) paintWholeTree(context, this.layout, flame, fills, theme, { ...this.size, up }, extent);
  }

  /** Shows the bitmap with the visible interval (weight units). */
  show(theme: FlameTheme, x0: number, x1: number): void {
    const { context } = this;
    if (context === null || this.width === 0) return;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.drawImage(this.whole, 0, 0);
    this.from = (x0 / this.extent) * this.width;
    this.to = (x1 / this.extent) * this.width;
    paintWindow(context, theme, this.size, this.from, this.to);
  }

  private listen(): void {
    const { canvas } = this;
    let grip: MinimapGrip | null = null;
    let grabbed = 0;
    let start = { from: 0, to: 0 };
    const x = (event: PointerEvent) => event.clientX - canvas.getBoundingClientRect().left;
    const on = (
      type: 'pointerdown' | 'pointermove' | 'pointerup' | 'pointercancel',
      run: (e: PointerEvent) => void,
    ) => {
      canvas.addEventListener(type, run);
      this.stops.push(() => canvas.removeEventListener(type, run));
    };
    on('pointerdown', (event) => {
      if (event.button !== 0) return;
      canvas.setPointerCapture(event.pointerId);
      grabbed = x(event);
      grip = gripAt(grabbed, this.from, this.to, TOUCH_GRIPS.includes(event.pointerType));
      start = { from: this.from, to: this.to };
      if (grip !== 'outside') return;
      const half = (this.to - this.from) / 2;
      start = { from: grabbed - half, to: grabbed + half };
      grip = 'inside';
      this.ask(start.from, start.to);
    });
    on('pointermove', (event) => {
      if (grip === null) {
        const over = gripAt(x(event), this.from, this.to, false);
        canvas.style.cursor = over === 'inside' ? 'grab' : over === 'outside' ? 'pointer' : 'ew-resize';
        return;
      }
      const by = x(event) - grabbed;
      if (grip === 'left') this.ask(Math.min(start.from + by, start.to - 2), start.to);
      else if (grip === 'right') this.ask(start.from, Math.max(start.to + by, start.from + 2));
      else this.ask(start.from + by, start.to + by);
    });
    const done = () => {
      grip = null;
    };
    on('pointerup', done);
    on('pointercancel', done);
  }

  private ask(from: number, to: number): void {
    const unit = this.extent / Math.max(1, this.width);
    this.onWindow(from * unit, to * unit);
  }
}
