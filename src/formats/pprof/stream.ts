import type { Message } from '../../model/report.ts';
import type { ReportBuilder } from '../../model/report-builder.ts';
import { SampleReader } from './samples.ts';
import { StringRows } from './string-rows.ts';
import { Varint } from './varint.ts';
import { FunctionRows, LocationRows, MappingRows, MessageReader, type RawValueType } from './wire.ts';

/** A string, a stack or a location of more than this is no profile. Never allocated ahead: only what has arrived is held. */
const MAX_MESSAGE = 2 ** 26;
/** Rows of the small tables: far beyond real files, below what would exhaust memory. */
const MAX_ROWS = 2 ** 24;
const MAX_STRING_BYTES = 2 ** 30;

/** The scalar fields of the Profile message. */
export interface Header {
  dropFrames: number;
  keepFrames: number;
  timeNanos: bigint;
  durationNanos: bigint;
  periodType: RawValueType | null;
  period: bigint;
  comments: number[];
  defaultSampleType: number;
  docUrl: number;
}

const emptyHeader = (): Header => ({
  dropFrames: 0,
  keepFrames: 0,
  timeNanos: 0n,
  durationNanos: 0n,
  periodType: null,
  period: 0n,
  comments: [],
  defaultSampleType: 0,
  docUrl: 0,
});

/** How far the tables had grown when something that looks like a second profile began. */
export interface Extent {
  readonly offset: number;
  readonly sampleTypes: number;
  readonly samples: number;
  readonly stacks: number;
  readonly labelSets: number;
  readonly mappings: number;
  readonly locations: number;
  readonly functions: number;
  readonly strings: number;
  readonly header: Header;
}

export interface Failure {
  readonly what: Message;
  readonly offset: number;
}

/**
 * Takes a profile.proto in chunks of any size and fills raw tables: file numbers and ids, nothing resolved, because the
 * fields may come in any order. A message that straddles chunks waits in a buffer until it is whole.
 */
export class ProfileStream {
  readonly samples = new SampleReader();
  readonly mappings = new MappingRows();
  readonly functions = new FunctionRows();
  readonly locations = new LocationRows();
  readonly strings = new StringRows();
  readonly sampleTypes: RawValueType[] = [];
  header = emptyHeader();
  /** Set when a sample type comes after samples and strings: perhaps a second profile. */
  border: Extent | null = null;
  /** Why reading stopped before the end, or null. Tables may then lack what others refer to. */
  stopped: Failure | null = null;
  /** The first message that was lost while reading went on. */
  loss: Failure | null = null;
  /** Bytes taken so far. */
  bytes = 0;

  private readonly report: ReportBuilder;
  private readonly messages = new MessageReader();
  private readonly varint = new Varint();
  private stringBytes = 0;
  private carry = new Uint8Array(0);
  private carried = 0;
  /** Bytes that the carried message needs to be whole. */
  private need = 0;
  private groupDepth = 0;
  private stringZeroSeen = false;

  constructor(report: ReportBuilder) {
    this.report = report;
  }

  push(chunk: Uint8Array): void {
    if (this.stopped !== null) {
      this.bytes += chunk.length;
      return;
    }
    let buf = chunk;
    let length = chunk.length;
    if (this.carried > 0) {
      length = this.carried + chunk.length;
      if (length > this.carry.length) {
        const bigger = new Uint8Array(Math.max(length, this.carry.length * 2));
        bigger.set(this.carry.subarray(0, this.carried));
        this.carry = bigger;
      }
      this.carry.set(chunk, this.carried);
      buf = this.carry;
    }
    const start = this.bytes - this.carried;
    this.bytes += chunk.length;
    if (length < this.need) {
      this.carried = length;
      return;
    }
    const view = new DataView(buf.buffer, buf.byteOffset, buf.byteLength);
    const used = this.messagesOf(buf, view, length, start);
    this.carried = this.stopped === null ? length - used : 0;
    if (this.carried === 0) return;
    if (buf === this.carry) this.carry.copyWithin(0, used, length);
    else {
      if (this.carry.length < this.carried) this.carry = new Uint8Array(Math.max(this.carried, 4096));
      this.carry.set(buf.subarray(used, length));
    }
  }

  /** After the last chunk. */
  finish(): void {
    if (this.stopped === null && this.carried > 0) {
      const offset = this.bytes - this.carried;
      this.stop(
        this.need > this.carried
          ? { key: 'pprof.cut', args: { offset, need: this.need, left: this.carried } }
          : { key: 'pprof.cutVarint', args: { offset } },
        offset,
      );
    }
    this.carry = new Uint8Array(0);
  }

  /** Reads all whole fields of `buf[0 … end)`, which stands at `start` of the file; returns where it stopped. */
  private messagesOf(buf: Uint8Array, view: DataView, end: number, start: number): number {
    const { varint, samples } = this;
    let pos = 0;
    this.need = 0;
    while (pos < end) {
      const begin = pos;
      let field = 2;
      let type = 2;
      let length = 0;
      if (buf[pos] === 0x12 && pos + 1 < end && (buf[pos + 1] as number) < 0x80) {
        length = buf[pos + 1] as number;
        pos += 2;
      } else {
        pos = varint.read(buf, pos, end);
        if (pos >= 0) {
          type = varint.lo & 7;
          field = varint.hi === 0 ? varint.lo >>> 3 : MAX_ROWS;
          if (type === 1) pos += 8;
          else if (type === 5) pos += 4;
          else if (type === 0 || type === 2) pos = varint.read(buf, pos, end);
        }
        if (pos === -2) {
          // A number cut by the end of the chunk. Ten bytes always hold one, so two numbers never wait for more than 20.
          this.need = end - begin + 1;
          return begin;
        }
        if (pos === -1) {
          this.stop({ key: 'pprof.badVarint', args: { offset: start + begin } }, start + begin);
          return begin;
        }
        if (type === 3 || type === 4) {
          if (!this.group(type, start + begin)) return begin;
          continue;
        }
        if (type > 5) {
          this.stop({ key: 'pprof.badWireType', args: { offset: start + begin, type } }, start + begin);
          return begin;
        }
        if (type === 2) {
          length = varint.index;
          if (length < 0 || length > MAX_MESSAGE) {
            const bytes = length < 0 ? String(BigInt.asUintN(64, varint.bigint)) : length;
            this.stop({ key: 'pprof.tooLong', args: { offset: start + begin, bytes } }, start + begin);
            return begin;
          }
        }
      }
      if (pos + length > end) {
        this.need = pos + length - begin;
        return begin;
      }
      if (this.groupDepth > 0) {
        pos += length;
        continue;
      }
      const offset = start + begin;
      if (field === 2 && type === 2) {
        const trouble = samples.read(buf, view, pos, pos + length, offset);
        if (trouble === 'bad') this.lose({ key: 'pprof.bad.sample' }, offset);
        else if (trouble === 'full') {
          this.stop({ key: 'pprof.tooMany', args: { offset } }, offset);
          return begin;
        }
      } else if (type === 2) {
        if (!this.message(field, buf, pos, pos + length, offset)) return begin;
      } else if (type === 0) this.scalar(field, offset);
      else if (field >= 1 && field <= 15) this.lose({ key: 'pprof.bad.field' }, offset);
      pos += length;
    }
    return pos;
  }

  /** Data was lost, reading goes on. */
  private lose(reason: Message, offset: number): void {
    this.report.skip(reason, { offset });
    this.loss ??= { what: { key: reason.key, args: { offset } }, offset };
  }

  private stop(what: Message, offset: number): void {
    this.stopped = { what, offset };
  }

  /** Groups, which profile.proto never has: pprof refuses the file, we pass over them. */
  private group(type: number, offset: number): boolean {
    if (type === 4 && this.groupDepth === 0) {
      this.stop({ key: 'pprof.badWireType', args: { offset, type } }, offset);
      return false;
    }
    if (this.groupDepth === 0) this.lose({ key: 'pprof.group' }, offset);
    this.groupDepth += type === 3 ? 1 : -1;
    return true;
  }

  /** A length-delimited field other than a sample. False when reading must stop. */
  private message(field: number, buf: Uint8Array, pos: number, end: number, offset: number): boolean {
    const { messages } = this;
    switch (field) {
      case 1: {
        const valueType = messages.valueType(buf, pos, end, offset);
        if (valueType === undefined) this.lose({ key: 'pprof.bad.sampleType' }, offset);
        else this.sampleType(valueType);
        return this.sampleTypes.length < MAX_ROWS || this.full(offset);
      }
      case 3:
        if (!messages.mapping(buf, pos, end, offset, this.mappings)) this.lose({ key: 'pprof.bad.mapping' }, offset);
        return this.mappings.length < MAX_ROWS || this.full(offset);
      case 4:
        if (!messages.location(buf, pos, end, offset, this.locations)) this.lose({ key: 'pprof.bad.location' }, offset);
        return (this.locations.length < MAX_ROWS && this.locations.line.length < MAX_ROWS * 2) || this.full(offset);
      case 5:
        if (!messages.func(buf, pos, end, offset, this.functions)) this.lose({ key: 'pprof.bad.function' }, offset);
        return this.functions.length < MAX_ROWS || this.full(offset);
      case 6:
        return this.text(buf, pos, end, offset);
      case 11: {
        const valueType = messages.valueType(buf, pos, end, offset);
        if (valueType === undefined) this.lose({ key: 'pprof.bad.field' }, offset);
        else this.header.periodType = valueType;
        return true;
      }
      case 13:
        if (!messages.packedStrings(buf, pos, end, (index) => this.header.comments.push(index))) {
          this.lose({ key: 'pprof.bad.field' }, offset);
        }
        return this.header.comments.length < MAX_ROWS || this.full(offset);
      case 7:
      case 8:
      case 9:
      case 10:
      case 12:
      case 14:
      case 15:
        this.lose({ key: 'pprof.bad.field' }, offset);
        return true;
      default:
        return true;
    }
  }

  private full(offset: number): boolean {
    this.stop({ key: 'pprof.tooMany', args: { offset } }, offset);
    return false;
  }

  private text(buf: Uint8Array, pos: number, end: number, offset: number): boolean {
    if (!this.stringZeroSeen) {
      this.stringZeroSeen = true;
      if (pos < end) {
        this.lose({ key: 'pprof.stringZero' }, offset);
        this.strings.add(buf, pos, pos);
        return true;
      }
    }
    this.stringBytes += end - pos;
    if (this.stringBytes > MAX_STRING_BYTES || this.strings.length >= MAX_ROWS * 4) return this.full(offset);
    this.strings.add(buf, pos, end);
    return true;
  }

  private sampleType(valueType: RawValueType): void {
    if (
      this.border === null &&
      this.sampleTypes.length > 0 &&
      this.strings.length > 0 &&
      this.samples.length + this.mappings.length + this.locations.length > 0
    ) {
      this.border = {
        offset: valueType.offset,
        sampleTypes: this.sampleTypes.length,
        samples: this.samples.length,
        stacks: this.samples.stacks.length,
        labelSets: this.samples.labelSets.length,
        mappings: this.mappings.length,
        locations: this.locations.length,
        functions: this.functions.length,
        strings: this.strings.length,
        header: { ...this.header, comments: [...this.header.comments] },
      };
    }
    this.sampleTypes.push(valueType);
  }

  /** A number field; its value is in `varint`. */
  private scalar(field: number, offset: number): void {
    const { header, varint } = this;
    const text = varint.index < 0 ? Number.MAX_SAFE_INTEGER : varint.index;
    switch (field) {
      case 7:
        header.dropFrames = text;
        break;
      case 8:
        header.keepFrames = text;
        break;
      case 9:
        header.timeNanos = varint.bigint;
        break;
      case 10:
        header.durationNanos = varint.bigint;
        break;
      case 12:
        header.period = varint.bigint;
        break;
      case 13:
        if (header.comments.length < MAX_ROWS) header.comments.push(text);
        break;
      case 14:
        header.defaultSampleType = text;
        break;
      case 15:
        header.docUrl = text;
        break;
      case 1:
      case 2:
      case 3:
      case 4:
      case 5:
      case 6:
      case 11:
        this.lose({ key: 'pprof.bad.field' }, offset);
        break;
      default:
    }
  }
}
