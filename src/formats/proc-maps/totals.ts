import { MemoryMapBuilder } from '../../model/maps.ts';
import type { ReportBuilder } from '../../model/report-builder.ts';
import type { DecodedSource } from '../../model/source.ts';
import type { ByteSource } from '../format.ts';
import { scanLines } from '../lines.ts';
import { kib, mapSource, snapshotName } from '../map-source.ts';
import { parseMapsLine } from '../maps-line.ts';

const FIGURE = /^(\w+):\s+(\d+) kB\s*$/;
const FIELD = /^(\w+):[\t ]*(.*)$/;
/** VmRSS is their sum. */
const PARTS = ['RssAnon', 'RssFile', 'RssShmem'];

/** A row that is a sum, not a mapping: it has a name and no addresses. */
function addSum(builder: MemoryMapBuilder, name: string, size: number): void {
  builder.add({ start: 0n, limit: 0n, name });
  builder.figure('Size', size);
}

/** Reads /proc/PID/smaps_rollup: one row with the sums of all mappings. */
export async function decodeRollup(source: ByteSource, report: ReportBuilder): Promise<readonly DecodedSource[]> {
  const snapshots: MemoryMapBuilder[] = [];
  let map: MemoryMapBuilder | undefined;
  await scanLines(source, (line) => {
    if (line.blank) return;
    const text = line.text();
    if (parseMapsLine(text) !== null) {
      map = new MemoryMapBuilder();
      snapshots.push(map);
      addSum(map, '[rollup]', Number.NaN);
      report.records++;
      return;
    }
    const [, key = '', value = ''] = FIGURE.exec(text) ?? [];
    if (map === undefined || key === '') {
      report.skip({ key: 'maps.skip.line' }, line.place);
      return;
    }
    map.figure(key, kib(value));
    map.total(key, kib(value));
  });
  if (source.problem !== null) report.fail(source.problem);
  if (snapshots.length === 0) report.fail({ what: { key: 'maps.none' } });
  return snapshots.map((builder, i) =>
    mapSource(snapshotName(i, snapshots.length), 'smaps_rollup', builder.finish({ addressed: false })),
  );
}

/** Reads /proc/PID/status: a row for every kind of resident memory, all fields beside it. */
export async function decodeStatus(source: ByteSource, report: ReportBuilder): Promise<readonly DecodedSource[]> {
  const processes: Map<string, string>[] = [];
  await scanLines(source, (line) => {
    if (line.blank) return;
    const [, key = '', value = ''] = FIELD.exec(line.text()) ?? [];
    if (key === 'Name') processes.push(new Map());
    const fields = processes[processes.length - 1];
    if (key === '' || fields === undefined) report.skip({ key: 'maps.skip.line' }, line.place);
    else {
      fields.set(key, value.trim());
      report.records++;
    }
  });
  if (source.problem !== null) report.fail(source.problem);
  const sources = processes.map((fields, i) => statusSource(fields, snapshotName(i, processes.length)));
  if (!processes.some((fields) => fields.has('VmRSS'))) report.fail({ what: { key: 'maps.noRss' } });
  return sources;
}

function statusSource(fields: ReadonlyMap<string, string>, name: string): DecodedSource {
  const builder = new MemoryMapBuilder();
  const bytes = (key: string): number => {
    const figure = /^(\d+) kB$/.exec(fields.get(key) ?? '');
    return figure === null ? Number.NaN : kib(figure[1] ?? '');
  };
  // Kernels before 4.5 do not split what is resident.
  for (const key of fields.has('RssAnon') ? PARTS : ['VmRSS']) {
    addSum(builder, key, Number.NaN);
    builder.figure('Rss', bytes(key));
  }
  for (const key of fields.keys()) if (!Number.isNaN(bytes(key))) builder.total(key, bytes(key));
  const pid = Number(fields.get('Pid') ?? 0);
  const facts = { addressed: false, pid: Number.isSafeInteger(pid) ? pid : 0, command: fields.get('Name') ?? '' };
  return mapSource(name, 'status', builder.finish(facts), { name: 'status', values: [...fields] });
}
