import type { ReportBuilder } from '../../model/report-builder.ts';
import type { TimelineSource } from '../../model/source.ts';
import type { ByteSource, Format, Head, Sniff } from '../format.ts';
import { type Line, scanLines } from '../lines.ts';
import { stampLine } from '../unix-time.ts';
import { NUMBER } from './layout.ts';
import { SeriesTable } from './series-table.ts';
import { unitOf } from './units.ts';

const HEADING = /(?:^|\s)(?:RSS|RSZ|VSZ|%MEM|RES|VIRT)(?:\s|$)/;
/** Columns of ps that tell a process apart or say nothing over time. */
const NAMES_A_PROCESS = /^(?:PID|TID|LWP|SPID)$/;
const NO_VALUE =
  /^(?:PID|PPID|TID|LWP|SPID|PGID|UID|USER|TTY|TT|STAT|S|START|STARTED|TIME|ELAPSED|COMMAND|CMD|PRI|NI)$/;
const ENOUGH = 2;

/** What a loop of `date` and `ps -o rss` prints: a line with the time, then ps with or without its heading. */
export const psFormat: Format<TimelineSource> = {
  id: 'ps-samples',
  sniff({ text }: Head): Sniff | null {
    let stamps = 0;
    let rows = 0;
    let heading = false;
    for (const line of (text ?? '').split('\n', 200)) {
      if (line.trim() === '') continue;
      if (stampLine(line) !== null) stamps++;
      else if (HEADING.test(line)) heading = true;
      else if (/^\s*\d+(?:\s|$)/.test(line) || (heading && /\s\d+\s/.test(line))) rows++;
      else return null;
    }
    const fits = stamps >= ENOUGH && rows >= ENOUGH;
    return fits ? { score: heading ? 70 : 56, evidence: { key: 'series.evidence.ps' } } : null;
  },
  async decode(source: ByteSource, report: ReportBuilder): Promise<readonly TimelineSource[]> {
    const reader = new Reader(report);
    await scanLines(source, (line) => reader.line(line));
    if (source.problem !== null) report.fail(source.problem);
    return reader.finish();
  },
};

class Reader {
  private readonly table = new SeriesTable();
  private readonly report: ReportBuilder;
  private headings: string[] = [];
  private processes = new Set<string>();
  private open = false;
  private bare = false;

  constructor(report: ReportBuilder) {
    this.report = report;
  }

  line(line: Line): undefined {
    if (line.blank) return;
    const text = line.text().trim();
    const stamp = stampLine(text);
    if (stamp !== null) {
      this.table.time(stamp);
      this.open = true;
      return;
    }
    if (HEADING.test(text)) {
      this.headings = text.split(/\s+/);
      return;
    }
    const cells = text.split(/\s+/);
    if (!this.open || !cells.some((c) => NUMBER.test(c))) {
      this.report.skip({ key: 'text.skip.line' }, line.place);
      return;
    }
    this.report.records++;
    if (this.headings.length === 0) this.bareRow(cells);
    else this.row(cells);
  }

  finish(): readonly TimelineSource[] {
    if (this.bare) this.report.guess({ key: 'series.ps.bare' });
    return this.table.finish('ps-samples', this.report);
  }

  private row(cells: readonly string[]): void {
    const { headings } = this;
    const at = headings.findIndex((h) => NAMES_A_PROCESS.test(h));
    const process = at < 0 ? '' : (cells[at] ?? '');
    this.processes.add(process);
    headings.forEach((heading, column) => {
      const cell = cells[column] ?? '';
      if (NO_VALUE.test(heading) || !NUMBER.test(cell)) return;
      const { unit, factor } = unitOf(heading);
      this.table.value(process === '' ? heading : `${heading} ${process}`, unit, Number(cell) * factor);
    });
  }

  /** `ps -o rss=` prints nothing but the number, in KiB. */
  private bareRow(cells: readonly string[]): void {
    this.bare = true;
    cells.forEach((cell, i) => {
      if (!NUMBER.test(cell)) return;
      const name = cells.length === 1 ? 'RSS' : String(i + 1);
      this.table.value(name, cells.length === 1 ? 'bytes' : '', Number(cell) * (cells.length === 1 ? 1024 : 1));
    });
  }
}
