const CHUNK = 1 << 15;
const NO_DOUBLES = new Float64Array(0);
const NO_INTS = new Int32Array(0);

interface Columns {
  begin: Float64Array;
  end: Float64Array;
  thread: Int32Array;
  goroutine: Float64Array;
  stack: Int32Array;
}
const none = (): Columns => ({
  begin: NO_DOUBLES,
  end: NO_DOUBLES,
  thread: NO_INTS,
  goroutine: NO_DOUBLES,
  stack: NO_INTS,
});

/**
 * Spans on threads, of which a trace may have millions. They grow by chunks: nothing is copied while they grow, and at
 * the end one column after the other is joined and its chunks let go. Rows are written in place (`slot`, then the columns), since a number that is handed on
 * costs more than the row.
 */
export class ThreadSpans {
  length = 0;
  /** The chunk that is being filled. `goroutine` and `stack` are empty unless the rows are calls. */
  begin = NO_DOUBLES;
  end = NO_DOUBLES;
  thread = NO_INTS;
  goroutine = NO_DOUBLES;
  stack = NO_INTS;
  private chunks: Columns[] = [];
  private at = CHUNK;
  private readonly calls: boolean;

  constructor(calls: boolean) {
    this.calls = calls;
  }

  /** Index of a new row in the columns of the current chunk. */
  slot(): number {
    if (this.at === CHUNK) this.grow();
    this.length++;
    return this.at++;
  }

  /** All rows; the table is empty afterwards. */
  take(): Readonly<Columns> {
    const { length, chunks } = this;
    Object.assign(this, none());
    const whole = none();
    for (const name of ['begin', 'end', 'goroutine'] as const) {
      if (name !== 'goroutine' || this.calls) whole[name] = new Float64Array(length);
      chunks.forEach((chunk, c) => {
        if (whole[name].length > 0) whole[name].set(chunk[name].subarray(0, length - c * CHUNK), c * CHUNK);
        chunk[name] = NO_DOUBLES;
      });
    }
    for (const name of ['thread', 'stack'] as const) {
      if (name !== 'stack' || this.calls) whole[name] = new Int32Array(length);
      chunks.forEach((chunk, c) => {
        if (whole[name].length > 0) whole[name].set(chunk[name].subarray(0, length - c * CHUNK), c * CHUNK);
        chunk[name] = NO_INTS;
      });
    }
    this.chunks = [];
    this.length = 0;
    this.at = CHUNK;
    return whole;
  }

  private grow(): void {
    this.begin = new Float64Array(CHUNK);
    this.end = new Float64Array(CHUNK);
    this.thread = new Int32Array(CHUNK);
    if (this.calls) {
      this.goroutine = new Float64Array(CHUNK);
      this.stack = new Int32Array(CHUNK);
    }
    const { begin, end, thread, goroutine, stack } = this;
    this.chunks.push({ begin, end, thread, goroutine, stack });
    this.at = 0;
  }
}
