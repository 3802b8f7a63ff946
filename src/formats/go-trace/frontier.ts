/** Streams by the time of their next event: a binary heap. */
export class Frontier<S extends { time: number }> {
  readonly items: S[] = [];

  push(stream: S): void {
    const { items } = this;
    let i = items.push(stream) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if ((items[parent] as S).time <= stream.time) break;
      items[i] = items[parent] as S;
      i = parent;
    }
    items[i] = stream;
  }

  /** The earliest time of all but the first; infinite when there are no others. */
  secondTime(): number {
    const { items } = this;
    const left = items.length > 1 ? (items[1] as S).time : Number.POSITIVE_INFINITY;
    const right = items.length > 2 ? (items[2] as S).time : Number.POSITIVE_INFINITY;
    return Math.min(left, right);
  }

  /** The first one's time has changed. */
  sink(): void {
    const { items } = this;
    const stream = items[0] as S;
    const { time } = stream;
    const n = items.length;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= n) break;
      if (child + 1 < n && (items[child + 1] as S).time < (items[child] as S).time) child++;
      if ((items[child] as S).time >= time) break;
      items[i] = items[child] as S;
      i = child;
    }
    items[i] = stream;
  }

  /** Takes the first one out. */
  pop(): void {
    const last = this.items.pop();
    if (last === undefined || this.items.length === 0) return;
    this.items[0] = last;
    this.sink();
  }

  /** Builds the heap anew after one in the middle has changed. */
  rebuild(): void {
    this.items.sort((x, y) => x.time - y.time);
  }
}
