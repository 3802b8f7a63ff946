import { MemoryMapBuilder } from '../../model/maps.ts';
import type { DecodedSource } from '../../model/source.ts';
import { kib, mapSource } from '../map-source.ts';

/** VmRSS is their sum. */
const PARTS = ['RssAnon', 'RssFile', 'RssShmem'];

type Fields = ReadonlyMap<string, string>;

/** A row that is a sum, not a mapping: it has a name and no addresses. */
export function addSum(builder: MemoryMapBuilder, name: string, size: number): void {
  builder.add({ start: 0n, limit: 0n, name });
  builder.figure('Size', size);
}

/** Kernel threads and zombies have no memory of their own. */
export const hasRss = (fields: Fields): boolean => fields.has('VmRSS');

/** A field in bytes; NaN when it is none. */
function bytesOf(fields: Fields, key: string): number {
  const figure = /^(\d+) kB$/.exec(fields.get(key) ?? '');
  return figure === null ? Number.NaN : kib(figure[1] ?? '');
}

/** /proc/PID/status as a source: a row for every kind of resident memory, all fields beside it. */
export function statusSource(fields: Fields, name: string): DecodedSource {
  const builder = new MemoryMapBuilder();
  // Kernels before 4.5 do not split what is resident.
  for (const key of fields.has('RssAnon') ? PARTS : ['VmRSS']) {
    addSum(builder, key, Number.NaN);
    builder.figure('Rss', bytesOf(fields, key));
  }
  for (const key of fields.keys()) {
    const bytes = bytesOf(fields, key);
    if (!Number.isNaN(bytes)) builder.total(key, bytes);
  }
  const pid = Number(fields.get('Pid') ?? 0);
  const facts = { addressed: false, pid: Number.isSafeInteger(pid) ? pid : 0, command: fields.get('Name') ?? '' };
  return mapSource(name, 'status', builder.finish(facts), { name: 'status', values: [...fields] });
}
