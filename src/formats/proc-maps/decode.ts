import { MemoryMapBuilder } from '../../model/maps.ts';
import type { ReportBuilder } from '../../model/report-builder.ts';
import type { DecodedSource } from '../../model/source.ts';
import type { ByteSource } from '../format.ts';
import { scanLines } from '../lines.ts';
import { kib, mapSource, snapshotName } from '../map-source.ts';
import { mapsName, parseMapsLine } from '../maps-line.ts';

const FIGURE = /^(\w+):\s+(\d+)( kB)?\s*$/;
const FLAGS = /^VmFlags:/;

/**
 * Reads /proc/PID/maps and smaps. The kernel prints mappings in ascending order, so one that goes back begins the next of
 * several snapshots that were written into one file.
 */
export async function decodeMaps(
  source: ByteSource,
  report: ReportBuilder,
  flavor: 'maps' | 'smaps',
): Promise<readonly DecodedSource[]> {
  const snapshots: MemoryMapBuilder[] = [];
  let map: MemoryMapBuilder | undefined;
  let figures = 0;
  await scanLines(source, (line) => {
    if (line.blank) return;
    const text = line.text();
    const entry = parseMapsLine(text);
    if (entry !== null && entry.limit >= entry.start) {
      if (map === undefined || entry.start < map.lastStart) {
        map = new MemoryMapBuilder();
        snapshots.push(map);
      }
      map.add({ ...entry, name: mapsName(entry.name) });
      report.records++;
      figures = 0;
      return;
    }
    const figure = FIGURE.exec(text);
    if (map !== undefined && figure !== null) {
      const [, key = '', value = '', unit] = figure;
      map.figure(key, unit === undefined ? Number(value) : kib(value), unit === undefined ? '' : 'bytes');
      figures++;
    } else if (map === undefined || !FLAGS.test(text)) {
      report.skip({ key: 'maps.skip.line' }, line.place);
    }
  });
  if (source.problem !== null) report.fail(source.problem);
  if (snapshots.length === 0) report.fail({ what: { key: 'maps.none' } });
  if (flavor === 'smaps' && figures === 0 && snapshots.length > 0) report.fail({ what: { key: 'maps.cut' } });
  return snapshots.map((builder, i) => mapSource(snapshotName(i, snapshots.length), flavor, builder.finish()));
}
