import type { Profile } from '../../model/profile.ts';
import type { PartReport, ReportBuilder } from '../../model/report-builder.ts';
import type { AnySource } from '../../model/source.ts';
import { Transplant } from '../../model/transplant.ts';
import type { ByteSource, PartReader } from '../format.ts';
import { scanLines } from '../lines.ts';
import type { Operations } from './memory-events.ts';
import { Reader } from './reader.ts';
import type { RssPoints } from './rss.ts';
import type { SampleTable } from './sample-columns.ts';
import { sourcesOf } from './sources.ts';

/** What one worker read of a recording. */
export interface PerfPart {
  /** Stacks and label sets; its samples are in `samples`. */
  readonly tables: Profile;
  readonly samples: SampleTable;
  readonly events: readonly string[];
  readonly operations: Operations;
  readonly rss: readonly RssPoints[];
  readonly records: readonly (readonly [kind: string, count: number])[];
  readonly lost: number;
  readonly unlabelled: number;
  readonly problem: ByteSource['problem'];
  readonly report: PartReport;
  readonly bytes: number;
  readonly lines: number;
}

/** Reads perf script text, whole or in parts that are put together in the file's order. */
export class PerfParts implements PartReader<PerfPart> {
  private readonly report: ReportBuilder;
  private readonly reader: Reader;
  private problem: ByteSource['problem'] = null;
  private bytes = 0;
  private lines = 0;

  constructor(report: ReportBuilder, first: boolean) {
    this.report = report;
    this.reader = new Reader(report, !first);
  }

  async read(source: ByteSource): Promise<void> {
    const { reader } = this;
    const counted: ByteSource = {
      name: source.name,
      lastModified: source.lastModified,
      get problem() {
        return source.problem;
      },
      next: async () => {
        const chunk = await source.next();
        this.bytes += chunk?.length ?? 0;
        return chunk;
      },
    };
    this.lines += await scanLines(counted, (line) => reader.take(line), reader);
    reader.end();
    this.problem = source.problem;
  }

  part(): PerfPart {
    const { reader, problem, bytes, lines } = this;
    return {
      tables: reader.builder.finish(),
      samples: reader.columns.take(),
      events: reader.columns.events,
      operations: reader.operations.take(),
      rss: reader.rss.take(),
      records: [...reader.records],
      lost: reader.lost,
      unlabelled: reader.touched.unlabelled,
      problem,
      report: this.report.part(),
      bytes,
      lines,
    };
  }

  absorb(part: PerfPart): void {
    const { reader } = this;
    const rows = new Transplant(part.tables, reader.builder);
    const base = reader.columns.length;
    reader.columns.append(
      part.samples,
      part.events,
      (row) => rows.stack(row),
      (row) => rows.labelSet(row),
    );
    reader.operations.append(part.operations, base);
    reader.rss.append(part.rss);
    for (const [kind, count] of part.records) reader.records.set(kind, (reader.records.get(kind) ?? 0) + count);
    reader.lost += part.lost;
    reader.touched.unlabelled += part.unlabelled;
    this.report.absorb(part.report, this.bytes, this.lines);
    if (part.problem !== null) {
      this.problem ??= { ...part.problem, offset: part.problem.offset + this.bytes };
    }
    this.bytes += part.bytes;
    this.lines += part.lines;
  }

  finish(): readonly AnySource[] {
    const { report, reader } = this;
    if (this.problem !== null) report.fail(this.problem);
    if (report.records > 0) return sourcesOf(reader, report);
    report.fail({ what: { key: 'perf.noSamples' } });
    return [];
  }
}
