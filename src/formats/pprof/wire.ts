import { Reader } from 'protobufjs/minimal.js';
import { GrowableFloat64, GrowableInt32, GrowableUint8 } from '../../base/growable.ts';
import { NO_STRING } from './samples.ts';
import { Varint } from './varint.ts';

const INT32_MAX = 0x7fffffff;

/** Ids are 64 bits wide and arbitrary: two halves per row. */
class IdRows {
  readonly idLo = new GrowableInt32();
  readonly idHi = new GrowableInt32();
  /** Byte offset of the message in the file. */
  readonly offset = new GrowableFloat64();

  get length(): number {
    return this.idLo.length;
  }
}

export class MappingRows extends IdRows {
  /** start, limit, offset: low and high half of each. */
  readonly numbers = new GrowableInt32();
  readonly file = new GrowableInt32();
  readonly buildId = new GrowableInt32();
}

export class FunctionRows extends IdRows {
  readonly name = new GrowableInt32();
  readonly systemName = new GrowableInt32();
  readonly file = new GrowableInt32();
  readonly startLine = new GrowableInt32();
}

export class LocationRows extends IdRows {
  readonly mappingLo = new GrowableInt32();
  readonly mappingHi = new GrowableInt32();
  readonly addressLo = new GrowableInt32();
  readonly addressHi = new GrowableInt32();
  readonly folded = new GrowableUint8();
  /** Lines of location i begin here and end where those of i + 1 begin. Innermost inlined function first. */
  readonly firstLine = new GrowableInt32();
  readonly lineFunctionLo = new GrowableInt32();
  readonly lineFunctionHi = new GrowableInt32();
  readonly line = new GrowableInt32();
  readonly column = new GrowableInt32();
}

/** A ValueType by string numbers of the file. */
export interface RawValueType {
  readonly type: number;
  readonly unit: number;
  readonly offset: number;
}

/**
 * Reads the small messages of profile.proto with protobufjs' Reader. Every method takes a whole message and returns
 * false when it is malformed; then nothing of it is kept.
 */
export class MessageReader {
  private readonly reader = Reader.create(new Uint8Array(0));
  private readonly varint = new Varint();
  private wireType = 0;

  mapping(buf: Uint8Array, pos: number, end: number, offset: number, rows: MappingRows): boolean {
    const numbers = [0, 0, 0, 0, 0, 0];
    let idLo = 0;
    let idHi = 0;
    let file = 0;
    let buildId = 0;
    const fine = this.walk(buf, pos, end, (field) => {
      if (field === 1) {
        this.int64();
        idLo = this.varint.lo;
        idHi = this.varint.hi;
      } else if (field <= 4 && field > 0) {
        this.int64();
        numbers[field * 2 - 4] = this.varint.lo;
        numbers[field * 2 - 3] = this.varint.hi;
      } else if (field === 5) file = this.stringNumber();
      else if (field === 6) buildId = this.stringNumber();
      else this.skip();
    });
    if (!fine) return false;
    for (const half of numbers) rows.numbers.push(half);
    rows.file.push(file);
    rows.buildId.push(buildId);
    rows.offset.push(offset);
    rows.idHi.push(idHi);
    rows.idLo.push(idLo);
    return true;
  }

  func(buf: Uint8Array, pos: number, end: number, offset: number, rows: FunctionRows): boolean {
    let idLo = 0;
    let idHi = 0;
    let name = 0;
    let systemName = 0;
    let file = 0;
    let startLine = 0;
    const fine = this.walk(buf, pos, end, (field) => {
      switch (field) {
        case 1:
          this.int64();
          idLo = this.varint.lo;
          idHi = this.varint.hi;
          break;
        case 2:
          name = this.stringNumber();
          break;
        case 3:
          systemName = this.stringNumber();
          break;
        case 4:
          file = this.stringNumber();
          break;
        case 5:
          startLine = this.int32();
          break;
        default:
          this.skip();
      }
    });
    if (!fine) return false;
    rows.name.push(name);
    rows.systemName.push(systemName);
    rows.file.push(file);
    rows.startLine.push(startLine);
    rows.offset.push(offset);
    rows.idHi.push(idHi);
    rows.idLo.push(idLo);
    return true;
  }

  location(buf: Uint8Array, pos: number, end: number, offset: number, rows: LocationRows): boolean {
    const firstLine = rows.line.length;
    let idLo = 0;
    let idHi = 0;
    let mappingLo = 0;
    let mappingHi = 0;
    let addressLo = 0;
    let addressHi = 0;
    let folded = 0;
    const fine = this.walk(buf, pos, end, (field) => {
      switch (field) {
        case 1:
          this.int64();
          idLo = this.varint.lo;
          idHi = this.varint.hi;
          break;
        case 2:
          this.int64();
          mappingLo = this.varint.lo;
          mappingHi = this.varint.hi;
          break;
        case 3:
          this.int64();
          addressLo = this.varint.lo;
          addressHi = this.varint.hi;
          break;
        case 4:
          this.line(rows);
          break;
        case 5:
          this.int64();
          folded = this.varint.lo === 0 && this.varint.hi === 0 ? 0 : 1;
          break;
        default:
          this.skip();
      }
    });
    if (!fine) {
      rows.line.length = firstLine;
      rows.column.length = firstLine;
      rows.lineFunctionLo.length = firstLine;
      rows.lineFunctionHi.length = firstLine;
      return false;
    }
    rows.firstLine.push(firstLine);
    rows.mappingLo.push(mappingLo);
    rows.mappingHi.push(mappingHi);
    rows.addressLo.push(addressLo);
    rows.addressHi.push(addressHi);
    rows.folded.push(folded);
    rows.offset.push(offset);
    rows.idHi.push(idHi);
    rows.idLo.push(idLo);
    return true;
  }

  /** Undefined when it is malformed. */
  valueType(buf: Uint8Array, pos: number, end: number, offset: number): RawValueType | undefined {
    let type = 0;
    let unit = 0;
    const fine = this.walk(buf, pos, end, (field) => {
      if (field === 1) type = this.stringNumber();
      else if (field === 2) unit = this.stringNumber();
      else this.skip();
    });
    return fine ? { type, unit, offset } : undefined;
  }

  /** Numbers of a packed field, each given to `take` as a string number. */
  packedStrings(buf: Uint8Array, pos: number, end: number, take: (index: number) => void): boolean {
    while (pos < end) {
      pos = this.varint.read(buf, pos, end);
      if (pos < 0) return false;
      take(this.varint.index < 0 ? NO_STRING : this.varint.index);
    }
    return true;
  }

  private line(rows: LocationRows): void {
    if (this.wireType !== 2) throw new RangeError('wire type');
    const reader = this.reader;
    const outer = reader.len;
    const size = reader.size();
    if (reader.pos + size > outer) throw new RangeError('length');
    reader.len = reader.pos + size;
    let functionLo = 0;
    let functionHi = 0;
    let line = 0;
    let column = 0;
    while (reader.pos < reader.len) {
      const field = this.field();
      if (field === 1) {
        this.int64();
        functionLo = this.varint.lo;
        functionHi = this.varint.hi;
      } else if (field === 2) line = this.int32();
      else if (field === 3) column = this.int32();
      else this.skip();
    }
    reader.len = outer;
    rows.lineFunctionLo.push(functionLo);
    rows.lineFunctionHi.push(functionHi);
    rows.line.push(line);
    rows.column.push(column);
  }

  /** Calls `on` per field, which must consume it. The Reader throws on lengths beyond the end. */
  private walk(buf: Uint8Array, pos: number, end: number, on: (field: number) => void): boolean {
    const reader = this.reader;
    reader.buf = buf;
    reader.view = null;
    reader.pos = pos;
    reader.len = end;
    try {
      while (reader.pos < end) on(this.field());
      return reader.pos === end;
    } catch {
      return false;
    }
  }

  private field(): number {
    // Not `tag()`: it refuses field number 0, which pprof passes over.
    const tag = this.reader.uint32();
    this.wireType = tag & 7;
    return tag >>> 3;
  }

  private int64(): void {
    if (this.wireType !== 0) throw new RangeError('wire type');
    const { reader } = this;
    const next = this.varint.read(reader.buf, reader.pos, reader.len);
    if (next < 0) throw new RangeError('varint');
    reader.pos = next;
  }

  private stringNumber(): number {
    this.int64();
    return this.varint.index < 0 ? NO_STRING : this.varint.index;
  }

  /** Lines and columns: beyond 31 bits they are nonsense, shown as the largest. */
  private int32(): number {
    this.int64();
    const { lo, hi } = this.varint;
    if (hi === lo >> 31) return lo;
    return hi < 0 ? -INT32_MAX - 1 : INT32_MAX;
  }

  private skip(): void {
    const { reader, wireType } = this;
    if (wireType === 0) this.int64();
    else if (wireType === 1) reader.skip(8);
    else if (wireType === 2) reader.skip(reader.size());
    else if (wireType === 5) reader.skip(4);
    else throw new RangeError('wire type');
  }
}
