/** Keeps the values asked for last, up to a number of bytes; the newest stays even if it alone is larger. */
export class ByteCache<V> {
  private readonly limit: number;
  private readonly entries = new Map<string, { readonly value: V; readonly bytes: number }>();
  private bytes = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  /** The value of a key, made when it is not there. */
  get(key: string, make: () => V, bytesOf: (value: V) => number): V {
    let entry = this.entries.get(key);
    if (entry === undefined) {
      const value = make();
      entry = { value, bytes: bytesOf(value) };
      this.bytes += entry.bytes;
    } else this.entries.delete(key);
    this.entries.set(key, entry);
    for (const [old, { bytes }] of this.entries) {
      if (this.bytes <= this.limit || old === key) break;
      this.entries.delete(old);
      this.bytes -= bytes;
    }
    return entry.value;
  }

  /** Values that are kept of the keys that `of` is true for. */
  values(of: (key: string) => boolean): readonly V[] {
    return [...this.entries].filter(([key]) => of(key)).map(([, entry]) => entry.value);
  }

  /** Forgets every key that `goes` is true for. */
  drop(goes: (key: string) => boolean): void {
    for (const [key, { bytes }] of this.entries) {
      if (!goes(key)) continue;
      this.entries.delete(key);
      this.bytes -= bytes;
    }
  }
}
