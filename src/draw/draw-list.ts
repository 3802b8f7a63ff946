/** What a box of the draw list is. */
export const BOX_FRAME = 0;
/** The label row at depth 0. */
export const BOX_ROOT = 1;
/** Siblings below one pixel, drawn as one. `run` is their parent, `from … to` their places in its order of children. */
export const BOX_MERGED = 2;
/** Ancestors of the zoom that found no room. `node` is the innermost of them, `from` how many. */
export const BOX_FOLDED = 3;
/** Where the other side of a comparison is larger than this one. */
export const BOX_REST = 4;
export type BoxKind = 0 | 1 | 2 | 3 | 4;

export const FLAG_ANCESTOR = 1;
/** The box goes on beyond the left or right edge of the picture. */
export const FLAG_CUT_LEFT = 2;
export const FLAG_CUT_RIGHT = 4;
/** Comparison: nothing before; nothing left. */
export const FLAG_NEW = 8;
export const FLAG_GONE = 16;
/** Drawn over the scrolled rows. */
export const FLAG_STICKY = 32;

/**
 * What to draw, as columns: one entry per visible box. Lengths in CSS pixels, clipped to the picture; the painter takes
 * the gaps off. Reused from frame to frame: valid until the next layout.
 */
export class DrawList {
  length = 0;
  x = new Float32Array(0);
  width = new Float32Array(0);
  /** Top edge. */
  y = new Float32Array(0);
  /** Depth in the tree (0 = root row). */
  row = new Int32Array(0);
  kind = new Uint8Array(0);
  flags = new Uint8Array(0);
  /** Node, or ROOT_NODE where the box is no frame. */
  node = new Int32Array(0);
  run = new Int32Array(0);
  from = new Int32Array(0);
  to = new Int32Array(0);
  /** Comparison: right ends of the common and of the grown part; the rest of the box is gone. Else the right edge. */
  commonEnd = new Float32Array(0);
  grewEnd = new Float32Array(0);
  /** The unclipped interval in weight units of the whole tree. */
  start = new Float64Array(0);
  size = new Float64Array(0);

  /** Entries by screen row (sticky rows first, then the scrolled ones), left to right in a row. */
  byRow = new Int32Array(0);
  /** Screen row s is byRow[rowFirst[s] … rowFirst[s + 1]). */
  rowFirst = new Int32Array(1);
  rows = 0;
  /** Screen rows that stick, and the y of their far edge from the root's side. */
  stickyRows = 0;
  /** Tree row of the first scrolled screen row. */
  firstRow = 0;

  private capacity = 0;

  /** Adds an entry with zeros and gives its index. */
  add(): number {
    if (this.length === this.capacity) this.grow();
    return this.length++;
  }

  /** Sorts the entries into screen rows; `screenRow` gives the row of an entry. Entries of a row must come left to right. */
  index(rows: number, screenRow: (entry: number) => number): void {
    this.rows = rows;
    if (this.rowFirst.length < rows + 2) this.rowFirst = new Int32Array(rows + 2);
    const first = this.rowFirst;
    first.fill(0);
    for (let i = 0; i < this.length; i++) {
      const at = screenRow(i) + 2;
      first[at] = (first[at] ?? 0) + 1;
    }
    for (let s = 2; s < rows + 2; s++) first[s] = (first[s] ?? 0) + (first[s - 1] ?? 0);
    for (let i = 0; i < this.length; i++) {
      const at = screenRow(i) + 1;
      const place = first[at] ?? 0;
      first[at] = place + 1;
      this.byRow[place] = i;
    }
  }

  private grow(): void {
    const capacity = Math.max(1024, this.capacity * 2);
    const f32 = (old: Float32Array) => {
      const bigger = new Float32Array(capacity);
      bigger.set(old);
      return bigger;
    };
    const i32 = (old: Int32Array) => {
      const bigger = new Int32Array(capacity);
      bigger.set(old);
      return bigger;
    };
    const u8 = (old: Uint8Array) => {
      const bigger = new Uint8Array(capacity);
      bigger.set(old);
      return bigger;
    };
    const f64 = (old: Float64Array) => {
      const bigger = new Float64Array(capacity);
      bigger.set(old);
      return bigger;
    };
    this.x = f32(this.x);
    this.width = f32(this.width);
    this.y = f32(this.y);
    this.row = i32(this.row);
    this.kind = u8(this.kind);
    this.flags = u8(this.flags);
    this.node = i32(this.node);
    this.run = i32(this.run);
    this.from = i32(this.from);
    this.to = i32(this.to);
    this.commonEnd = f32(this.commonEnd);
    this.grewEnd = f32(this.grewEnd);
    this.start = f64(this.start);
    this.size = f64(this.size);
    this.byRow = new Int32Array(capacity);
    this.capacity = capacity;
  }
}
