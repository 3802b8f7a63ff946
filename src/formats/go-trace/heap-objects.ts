import { SeriesBuilder } from '../../model/timeline-builder.ts';
import { Cursor } from './cursor.ts';
import { EV } from './events.ts';
import type { Generation } from './generation.ts';
import type { Thread } from './thread.ts';

/** Number of the experiment that traces every heap object (GODEBUG=traceallocfree=1, Go 1.23 and later). */
export const ALLOC_FREE = 1;
const TYPES = 0;
const INFO = 1;
const DEFAULT_PAGE = 8192;
const DEFAULT_ALIGN = 8;
/** Bytes of the runtime's size classes; class 0 is an object that has a span of its own. */
const SIZE_CLASSES = [
  ...[0, 8, 16, 24, 32, 48, 64, 80, 96, 112, 128, 144, 160, 176, 192, 208, 224, 240, 256, 288, 320, 352, 384, 416, 448],
  ...[480, 512, 576, 640, 704, 768, 896, 1024, 1152, 1280, 1408, 1536, 1792, 2048, 2304, 2688, 3072, 3200, 3456, 4096],
  ...[4864, 5376, 6144, 6528, 6784, 6912, 8192, 9472, 9728, 10240, 10880, 12288, 13568, 14336, 16384, 18432, 19072],
  ...[20480, 21760, 24576, 27264, 28672, 32768],
];
/** A span of small objects never has more pages; of a larger one the objects begin on the first. */
const MAX_SMALL_PAGES = 16;

/** Live objects of one type. */
export interface LiveType {
  readonly name: string;
  objects: number;
  bytes: number;
}

/**
 * Follows every heap object of a trace: what is alive at its end, by type. An object's size is that of its span's size
 * class, as in a heap profile; where the span is not known, that of its type.
 */
export class HeapObjects {
  readonly types: LiveType[] = [];
  readonly count = new SeriesBuilder('live objects', 'count');
  readonly bytes = new SeriesBuilder('live object bytes', 'bytes');
  private readonly typeRows = new Map<string, number>();
  /** Of the generation: type number → row of `types`, and its size. */
  private readonly rowOf = new Map<number, number>();
  private readonly sizeOf = new Map<number, number>();
  /** Object → type row; and its bytes. */
  private readonly live = new Map<number, number>();
  private readonly liveBytes = new Map<number, number>();
  /** Page → bytes of an object of its span. */
  private readonly pages = new Map<number, number>();
  private pagesPerObject = DEFAULT_ALIGN / DEFAULT_PAGE;
  private pageBytes = DEFAULT_PAGE;
  private totalBytes = 0;

  /** Types of a generation; they come in batches of their own. False for a batch that is none of these. */
  readBatch(g: Generation, from: number, to: number): boolean {
    const c = new Cursor(g.buf, from + 1, to);
    const kind = g.buf[from];
    if (kind === INFO) {
      c.varint();
      const page = c.varint();
      const align = c.varint();
      if (!c.short && page > 0 && align > 0) {
        this.pageBytes = page;
        this.pagesPerObject = align / page;
      }
      return true;
    }
    if (kind !== TYPES) return false;
    const decoder = new TextDecoder();
    while (c.pos < c.end) {
      const id = c.varint();
      c.varint();
      const size = c.varint();
      c.varint();
      const length = c.varint();
      if (c.short || c.pos + length > c.end) return true;
      const name = decoder.decode(g.buf.subarray(c.pos, c.pos + length));
      c.pos += length;
      this.rowOf.set(id, this.row(name));
      this.sizeOf.set(id, size);
    }
    return true;
  }

  apply({ type, a, b, c }: Thread, t: number): void {
    switch (type) {
      case EV.Span:
      case EV.SpanAlloc:
        this.span(a, b, c);
        break;
      case EV.HeapObject:
      case EV.HeapObjectAlloc:
        this.add(a, b, t);
        break;
      case EV.HeapObjectFree:
        this.remove(a, t);
        break;
      default:
        break;
    }
  }

  get any(): boolean {
    return this.count.n > 0;
  }

  private row(name: string): number {
    let row = this.typeRows.get(name);
    if (row === undefined) {
      row = this.types.push({ name, objects: 0, bytes: 0 }) - 1;
      this.typeRows.set(name, row);
    }
    return row;
  }

  /** The lowest bit of `kind` marks memory that holds no objects; above it stand the size class and "no pointers". */
  private span(page: number, pages: number, kind: number): void {
    if (kind % 2 === 1) return;
    const sizeClass = Math.floor(kind / 4);
    const bytes = sizeClass === 0 ? pages * this.pageBytes : (SIZE_CLASSES[sizeClass] ?? 0);
    for (let p = 0; p < Math.min(pages, MAX_SMALL_PAGES); p++) this.pages.set(page + p, bytes);
  }

  private add(object: number, type: number, t: number): void {
    if (this.live.has(object)) this.remove(object, t);
    const row = this.rowOf.get(type) ?? this.row('');
    const bytes = this.pages.get(Math.floor(object * this.pagesPerObject)) ?? this.sizeOf.get(type) ?? 0;
    this.live.set(object, row);
    this.liveBytes.set(object, bytes);
    this.change(row, 1, bytes, t);
  }

  private remove(object: number, t: number): void {
    const row = this.live.get(object);
    if (row === undefined) return;
    this.change(row, -1, -(this.liveBytes.get(object) ?? 0), t);
    this.live.delete(object);
    this.liveBytes.delete(object);
  }

  private change(row: number, objects: number, bytes: number, t: number): void {
    const type = this.types[row] as LiveType;
    type.objects += objects;
    type.bytes += bytes;
    this.totalBytes += bytes;
    this.count.push(t, this.live.size - (objects < 0 ? 1 : 0));
    this.bytes.push(t, this.totalBytes);
  }
}
