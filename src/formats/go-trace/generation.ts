import type { ReportBuilder } from '../../model/report-builder.ts';
import type { ByteSource } from '../format.ts';
import { Cursor } from './cursor.ts';

export const HEADER_BYTES = 16;
const BATCH = 1;
const EXPERIMENTAL = 49;
const END_OF_GENERATION = 52;
/** The format's own limit. */
const MAX_BATCH = 1 << 16;
const MAX_HEADER = 2 + 4 * 10;

/** About a second of a trace: the batches of one generation, whose tables stand at its end. Valid until the next is read. */
export interface Generation {
  readonly gen: number;
  readonly buf: Uint8Array;
  /** Offset in the file of buf[0]. */
  readonly base: number;
  /** Per batch: thread, first time in ticks, payload [from, to). */
  readonly thread: number[];
  readonly time: number[];
  readonly from: number[];
  readonly to: number[];
  /** Batches of experiments: number of the experiment, payload [from, to). */
  readonly experiment: number[];
  readonly experimentFrom: number[];
  readonly experimentTo: number[];
  /** The file ends in the middle of this generation's last batch. */
  cut: boolean;
}

function emptyGeneration(gen: number, buf: Uint8Array, base: number): Generation {
  return { gen, buf, base, thread: [], time: [], from: [], to: [], ...experiments(), cut: false };
}

const experiments = () => ({ experiment: [], experimentFrom: [], experimentTo: [] });

/** Reads a v2 trace generation by generation, holding one of them. */
export class GenerationReader {
  private buf = new Uint8Array(1 << 20);
  private length = 0;
  private pos = HEADER_BYTES;
  /** Offset in the file of buf[0]. */
  private base = 0;
  private ended = false;
  private readonly source: ByteSource;
  private readonly report: ReportBuilder;

  constructor(source: ByteSource, report: ReportBuilder) {
    this.source = source;
    this.report = report;
  }

  /** The first bytes of the file: `go 1.23 trace`. */
  async header(): Promise<string> {
    await this.fill(HEADER_BYTES);
    return String.fromCharCode(...this.buf.subarray(0, Math.min(this.length, HEADER_BYTES)));
  }

  async next(): Promise<Generation | null> {
    this.discard();
    let found: Generation | null = null;
    const cursor = new Cursor(this.buf);
    for (;;) {
      if (this.pos + MAX_HEADER > this.length) await this.fill(this.pos + MAX_HEADER);
      if (this.pos >= this.length) break;
      const start = this.pos;
      const type = this.buf[start] as number;
      if (type === END_OF_GENERATION) {
        this.pos++;
        if (found !== null) break;
        continue;
      }
      cursor.buf = this.buf;
      cursor.pos = start + (type === EXPERIMENTAL ? 2 : 1);
      cursor.end = this.length;
      cursor.short = false;
      const gen = cursor.varint();
      const thread = cursor.varint();
      const time = cursor.varint();
      const size = cursor.varint();
      const known = (type === BATCH || type === EXPERIMENTAL) && size <= MAX_BATCH && !cursor.short;
      if (!known || (found !== null && gen !== found.gen && gen !== found.gen + 1)) {
        if (cursor.short && this.ended) {
          if (found !== null) found.cut = true;
          this.pos = this.length;
          break;
        }
        if (!(await this.resync(found?.gen ?? -1))) break;
        continue;
      }
      if (found !== null && gen !== found.gen) break;
      found ??= emptyGeneration(gen, this.buf, this.base);
      const from = cursor.pos;
      if (from + size > this.length) await this.fill(from + size);
      const to = Math.min(from + size, this.length);
      if (to < from + size) found.cut = true;
      if (to > from && type === EXPERIMENTAL) {
        found.experiment.push(this.buf[start + 1] as number);
        found.experimentFrom.push(from);
        found.experimentTo.push(to);
      } else if (to > from) {
        found.thread.push(thread);
        found.time.push(time);
        found.from.push(from);
        found.to.push(to);
      }
      this.pos = to;
    }
    return found === null ? null : { ...found, buf: this.buf };
  }

  /** Everything after the header, for formats that cannot be read in parts. */
  async rest(): Promise<Uint8Array> {
    await this.fill(Number.POSITIVE_INFINITY);
    return this.buf.subarray(HEADER_BYTES, Math.max(HEADER_BYTES, this.length));
  }

  /** Damaged bytes: goes on at the next place that looks like a batch of this or the next generation. */
  private async resync(gen: number): Promise<boolean> {
    const start = this.pos;
    for (let at = start + 1; ; at++) {
      if (at + MAX_HEADER > this.length) await this.fill(at + MAX_HEADER + MAX_BATCH);
      if (at >= this.length) break;
      if (this.buf[at] !== BATCH) continue;
      const cursor = new Cursor(this.buf, at + 1, this.length);
      const found = cursor.varint();
      cursor.varint();
      cursor.varint();
      const sizeAt = cursor.pos;
      const size = cursor.varint();
      // The size is always padded to ten bytes: a mark that hardly occurs by chance.
      const padded = cursor.pos - sizeAt === 10 && size <= MAX_BATCH && !cursor.short;
      if (!padded || (gen >= 0 && found !== gen && found !== gen + 1)) continue;
      this.lost(start, at - start);
      this.pos = at;
      return true;
    }
    this.lost(start, this.length - start);
    this.pos = this.length;
    return false;
  }

  private lost(at: number, bytes: number): void {
    this.report.skip({ key: 'timeline.trace.damaged' }, { offset: this.base + at }, 1);
    this.report.fail({
      what: { key: 'timeline.trace.damagedFile', args: { bytes } },
      offset: this.base + at,
      advice: { key: 'open.advice.again' },
    });
  }

  /** Forgets what was read. */
  private discard(): void {
    if (this.pos === 0 || this.pos > this.length) return;
    this.buf.copyWithin(0, this.pos, this.length);
    this.base += this.pos;
    this.length -= this.pos;
    this.pos = 0;
  }

  /** Reads on until `need` bytes are here, or the end. */
  private async fill(need: number): Promise<void> {
    while (this.length < need && !this.ended) {
      const chunk = await this.source.next();
      if (chunk === null) {
        this.ended = true;
        return;
      }
      if (this.length + chunk.length > this.buf.length) {
        const bigger = new Uint8Array(Math.max(this.length + chunk.length, this.buf.length * 2));
        bigger.set(this.buf.subarray(0, this.length));
        this.buf = bigger;
      }
      this.buf.set(chunk, this.length);
      this.length += chunk.length;
    }
  }
}
