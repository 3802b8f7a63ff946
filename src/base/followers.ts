import { GrowableInt32 } from './growable.ts';
import type { BytesInterner } from './interners.ts';

const NEWLINE = 10;
const NONE = -1;

/**
 * Guesses the next line of a text from the one before: call chains are much alike. A guess costs one comparison of bytes,
 * where a line that is looked up costs finding its end, a hash, a look into a big table and the comparison.
 */
export class Followers {
  private readonly lines: BytesInterner;
  private readonly next = new GrowableInt32();

  /** `lines` numbers the lines, without their newlines. */
  constructor(lines: BytesInterner) {
    this.lines = lines;
  }

  /** The line that followed line `before` the last time, if it stands whole at `at` of the view; else -1. */
  guess(before: number, view: DataView, at: number): number {
    const id = before >= 0 && before < this.next.length ? (this.next.data[before] as number) : NONE;
    if (id === NONE) return NONE;
    const end = at + this.lines.lengthOf(id);
    return end < view.byteLength && view.getUint8(end) === NEWLINE && this.lines.same(id, view, at, end) ? id : NONE;
  }

  /** Remembers that line `id` followed line `before`. */
  follow(before: number, id: number): void {
    while (this.next.length <= before) this.next.push(NONE);
    this.next.data[before] = id;
  }
}
