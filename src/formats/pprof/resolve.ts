import type { Message } from '../../model/report.ts';
import type { ReportBuilder } from '../../model/report-builder.ts';
import type { Extent, Failure, ProfileStream } from './stream.ts';

/** Where raw tables end when the file holds a second profile behind the first, else their whole length. */
export function extentOf(stream: ProfileStream): { extent: Omit<Extent, 'offset'>; second: number | null } {
  const { samples, border } = stream;
  const whole = {
    sampleTypes: stream.sampleTypes.length,
    samples: samples.length,
    stacks: samples.stacks.length,
    labelSets: samples.labelSets.length,
    mappings: stream.mappings.length,
    locations: stream.locations.length,
    functions: stream.functions.length,
    strings: stream.strings.length,
    header: stream.header,
  };
  if (border === null) return { extent: whole, second: null };
  // Fields in an unusual order look alike at first: then samples have as many values as there are types in all.
  const own = border.samples > 0 ? border.sampleTypes : whole.sampleTypes - border.sampleTypes;
  const isSecond = samples.length > 0 && samples.width === own && own !== whole.sampleTypes;
  return isSecond ? { extent: border, second: border.offset } : { extent: whole, second: null };
}

/** Looks up what messages refer to, and remembers the first thing that was not there. */
export class Resolver {
  loss: Failure | null = null;
  /** The file broke off: what is missing is no second defect. */
  readonly incomplete: boolean;
  private readonly rows: Int32Array;
  private readonly strings: number;
  private readonly report: ReportBuilder;

  constructor(stream: ProfileStream, strings: number, incomplete: boolean, report: ReportBuilder) {
    this.rows = stream.strings.rowOf.data;
    this.strings = strings;
    this.incomplete = incomplete;
    this.report = report;
  }

  /** The row of the file's string `index`, "" when there is none. */
  string(index: number, offset: number): number {
    if (index < this.strings) return this.rows[index] as number;
    if (index !== 0 && !this.incomplete) this.lose({ key: 'pprof.stringIndex' }, offset);
    return 0;
  }

  lose(reason: Message, offset: number, count = 1): void {
    this.report.skip(reason, { offset }, count);
    this.loss ??= { what: { key: reason.key, args: { ...reason.args, offset } }, offset };
  }
}

/** Writes a column of 64-bit numbers from its halves. All platforms with a browser are little-endian. */
export class Halves {
  readonly column: BigUint64Array;
  private readonly view: Int32Array;

  constructor(length: number) {
    this.column = new BigUint64Array(length);
    this.view = new Int32Array(this.column.buffer);
  }

  set(row: number, lo: number, hi: number): void {
    this.view[row * 2] = lo;
    this.view[row * 2 + 1] = hi;
  }
}
