import type { FlamePicture } from '../../contract/api.ts';
import type { FlameMode, FlameOrder } from '../../draw/flame-tree.ts';
import type { FlameColour } from '../../draw/frame-fills.ts';
import type { Weights } from '../../model/call-tree.ts';
import type { Say } from '../context.ts';

/** A box under the pointer or the keyboard. */
export interface FlameHit {
  readonly kind: 'frame' | 'root' | 'merged' | 'folded';
  /** Node of a frame, −1 for the root row; of a merged box its parent, of folded callers the innermost of them. */
  readonly node: number;
  /** Names root → node (in a picture of callers: pivot → caller). */
  readonly path: readonly string[];
  /** Where the visible part of the box is, in client coordinates: a tooltip goes 10 px below it. */
  readonly rect: { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
  /** What a merged box stands for. */
  readonly merged: {
    readonly siblings: number;
    readonly frames: number;
    readonly stacks: number;
    readonly size: number;
  } | null;
}

/** Part of the zoomed root that is visible, 0 … 1 of its extent, and the scrolled pixels: how two panes are linked. */
export interface FlameWindow {
  readonly from: number;
  readonly to: number;
  readonly scroll: number;
}

/** The flame graph as a controlled component: what is zoomed, selected and searched comes from outside. */
export interface FlameCanvasProps {
  readonly picture: FlamePicture;
  readonly weights: Weights;
  /** `down` = icicle, root at the top; `up` = flame. */
  readonly shape: 'down' | 'up';
  readonly mode: FlameMode;
  readonly colour: FlameColour;
  readonly order: FlameOrder;
  readonly rowHeight: number;
  readonly rootLabel: string;
  /** Accessible name. */
  readonly label: string;
  readonly say: Say;
  /** A value with its unit; a change with sign and arrow is made of it when `formatDelta` is left out. */
  readonly format: (value: number) => string;
  readonly formatDelta?: (delta: number) => string;
  readonly formatShare: (share: number) => string;
  /** Zoomed call path; [] = everything. A path that the tree does not have shows everything. */
  readonly root: readonly string[];
  readonly onRoot: (path: readonly string[]) => void;
  readonly selected: readonly string[] | null;
  readonly onSelect: (path: readonly string[] | null, hit: FlameHit | null) => void;
  /** A function selected elsewhere, outlined wherever it occurs. */
  readonly highlight?: string | null;
  readonly onHover?: (hit: FlameHit | null) => void;
  /** Path hovered in the other pane. */
  readonly linkedHover?: readonly string[] | null;
  readonly linkedWindow?: FlameWindow | null;
  readonly onWindow?: (window: FlameWindow) => void;
  readonly searchMatches: Uint8Array | null;
  readonly onContextMenu?: (hit: FlameHit, clientX: number, clientY: number) => void;
  /** Changes whenever theme, density, language or contrast do. */
  readonly themeKey: string;
  readonly minimap?: boolean;
  /** False while the picture is a partial one. */
  readonly complete?: boolean;
  /** Called in the second animation frame after new weights were painted. */
  readonly onPainted?: (complete: boolean) => void;
}
