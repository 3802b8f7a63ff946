import { MemoryMapBuilder } from '../../model/maps.ts';
import type { ReportBuilder } from '../../model/report-builder.ts';
import type { DecodedSource } from '../../model/source.ts';
import type { ByteSource } from '../format.ts';
import { scanLines } from '../lines.ts';
import { kib, mapSource } from '../map-source.ts';
import { type PmapRow, parsePmapRow } from './rows.ts';
import { parseWideHead, parseWideRow, type WideHead } from './wide.ts';

const PROCESS = /^(\d+): {3}(\S.*)$/;
/** Heads are translated; a row begins with an address, a foot with a word. */
const HEAD = /^\s*\S+\s+(?:Kbytes|KB|Kbyte)\b|^\s*Address\s/;
const RULE = /^\s*[-=]{3,}[\s\-=]*$/;
const SUMS = /^\s*\d+(?:\s+\d+)*\s+KB\s*$/;
const TOTAL_KB = /^\S+(?: \S+)? +(\d+)(?: +(\d+) +(\d+))?K?\s*$/;
const MAPPED = /^\S+: (\d+)K\b/;

interface Process {
  readonly pid: number;
  readonly command: string;
  readonly builder: MemoryMapBuilder;
  wide: WideHead | null;
  brackets: boolean;
}

/** Reads what pmap printed; one source per process. */
export async function decode(source: ByteSource, report: ReportBuilder): Promise<readonly DecodedSource[]> {
  const processes: Process[] = [];
  await scanLines(source, (line) => {
    if (line.blank) return;
    const text = line.text().trimEnd();
    const head = PROCESS.exec(text);
    if (head !== null) {
      processes.push({
        pid: Number(head[1]),
        command: head[2] ?? '',
        builder: new MemoryMapBuilder(),
        wide: null,
        brackets: false,
      });
      return;
    }
    const current = processes[processes.length - 1];
    if (current === undefined) {
      report.skip({ key: 'maps.skip.line' }, line.place);
      return;
    }
    const wide = parseWideHead(text);
    if (wide !== null) {
      current.wide = wide;
      return;
    }
    const row = current.wide === null ? parsePmapRow(text) : parseWideRow(current.wide, text);
    if (row !== null && row.entry.start >= current.builder.lastStart) {
      take(current, row);
      report.records++;
    } else if (!takeFoot(current, text) && !HEAD.test(text)) {
      report.skip({ key: 'maps.skip.line' }, line.place);
    }
  });
  if (source.problem !== null) report.fail(source.problem);
  const filled = processes.filter((p) => p.builder.length > 0);
  if (filled.length === 0) report.fail({ what: { key: 'maps.none' } });
  if (filled.some((p) => p.wide !== null && !p.wide.names.includes('Private_Dirty'))) {
    report.guess({ key: 'maps.guess.pssDirty' });
  }
  return filled.map((p) => {
    const { pid, command } = p;
    // -X and -k print the kernel's own names, the other forms call [heap] and [vdso] anonymous.
    const name = filled.length === 1 ? '' : String(pid);
    return mapSource(name, 'pmap', p.builder.finish({ pid, command, hidesNames: !p.brackets }));
  });
}

function take(process: Process, { entry, figures }: PmapRow): void {
  process.builder.add(entry);
  for (const [key, value, unit] of figures) process.builder.figure(key, value, unit);
  if (entry.name === '[heap]' || entry.name === '[vdso]') process.brackets = true;
}

/** Rules and sums under the rows. */
function takeFoot({ builder, wide }: Process, text: string): boolean {
  if (RULE.test(text)) return true;
  if (wide !== null) return SUMS.test(text);
  const mapped = MAPPED.exec(text);
  const sum = mapped === null ? TOTAL_KB.exec(text.trimStart()) : null;
  if (mapped === null && sum === null) return false;
  builder.total('Size', kib((mapped ?? sum)?.[1] ?? '0'));
  if (sum?.[2] !== undefined) builder.total('Rss', kib(sum[2]));
  if (sum?.[3] !== undefined) builder.total('Dirty', kib(sum[3]));
  return true;
}
