import { MemoryMapBuilder } from '../../model/maps.ts';
import type { ReportBuilder } from '../../model/report-builder.ts';
import type { DecodedSource } from '../../model/source.ts';
import type { ByteSource, Format, Head, Sniff } from '../format.ts';
import { scanLines } from '../lines.ts';
import { mapSource, snapshotName } from '../map-source.ts';

const TITLE = /^Mapped address spaces:\s*$/;
const PROCESS = /^process (\d+)\s*$/;
/** gdb before 12 and core files print no permissions, newer ones left-justified columns: one expression serves all. */
const ROW =
  /^\s*0x([0-9a-f]{1,16})\s+0x([0-9a-f]{1,16})\s+0x([0-9a-f]{1,16})\s+(?:0x)?([0-9a-f]{1,16})(?:\s+([r-][w-][x-][sp-]))?(?:\s+(.*?))?\s*$/;
const HEADER = /^\s*Start Addr\s+End Addr\s+Size\s+Offset\b/;

function sniff(head: Head): Sniff | null {
  if (head.text === null || !/^Mapped address spaces:\s*$/m.test(head.text)) return null;
  return { score: 80, evidence: { key: 'maps.evidence.gdb' } };
}

interface Listing {
  readonly builder: MemoryMapBuilder;
  readonly pid: number;
}

/** Reads the tables of `info proc mappings`; a gdb log may hold several, among anything else. */
async function decode(source: ByteSource, report: ReportBuilder): Promise<readonly DecodedSource[]> {
  const listings: Listing[] = [];
  let pid = 0;
  let inTable = false;
  let other = 0;
  await scanLines(source, (line) => {
    if (line.blank) return;
    const text = line.text();
    const process = PROCESS.exec(text);
    if (process !== null) {
      pid = Number(process[1]);
      inTable = false;
    } else if (TITLE.test(text)) {
      listings.push({ builder: new MemoryMapBuilder(), pid });
      inTable = true;
    } else if (HEADER.test(text)) {
      return;
    } else {
      const current = listings[listings.length - 1];
      const row = inTable ? ROW.exec(text) : null;
      if (current !== undefined && row !== null && take(current, row)) report.records++;
      else if (current !== undefined && inTable && /^\s*0x/.test(text))
        report.skip({ key: 'maps.skip.line' }, line.place);
      else {
        other++;
        inTable = false;
      }
    }
  });
  if (source.problem !== null) report.fail(source.problem);
  if (other > 0) report.note({ key: 'maps.note.gdb', args: { count: other } });
  const filled = listings.filter((l) => l.builder.length > 0);
  if (filled.length === 0) report.fail({ what: { key: 'maps.none' } });
  return filled.map(({ builder, pid: id }, i) =>
    mapSource(snapshotName(i, filled.length), 'gdb', builder.finish({ pid: id })),
  );
}

function take({ builder }: Listing, row: RegExpExecArray): boolean {
  const [, start = '', limit = '', , offset = '', perms = '', name = ''] = row;
  const entry = {
    start: BigInt(`0x${start}`),
    limit: BigInt(`0x${limit}`),
    offset: BigInt(`0x${offset}`),
    perms,
    name,
  };
  if (entry.limit < entry.start || entry.start < builder.lastStart) return false;
  builder.add(entry);
  return true;
}

/** What gdb prints for `info proc mappings`. */
export const gdbMappingsFormat: Format = {
  id: 'gdb-mappings',
  sniff,
  decode: (source, report) => decode(source, report),
};
