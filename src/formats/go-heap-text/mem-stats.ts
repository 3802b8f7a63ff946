import type { ReportBuilder } from '../../model/report-builder.ts';
import type { StatsTable } from '../../model/source.ts';
import type { Dump } from '../dump-timeline.ts';
import { memStatsDump } from '../mem-stats-dump.ts';

const ENTRY = /^#\s+(\w+) = (.*)$/;

/** Collects the `# runtime.MemStats` trailer of Go's heap?debug=1. */
export class MemStats {
  private started = false;
  private readonly values: [string, string][] = [];
  private readonly rings = new Map<string, string[]>();

  /** True when the line belongs to the trailer. */
  line(text: string): boolean {
    if (!this.started) {
      this.started = /^#\s*runtime\.MemStats\s*$/.test(text);
      return this.started;
    }
    const match = ENTRY.exec(text);
    if (match === null) return false;
    const name = match[1] as string;
    const value = (match[2] as string).trim();
    if (value.startsWith('[')) this.rings.set(name, value.replace(/[[\]]/g, '').split(/\s+/));
    else if (value.includes(' / ')) {
      const [inuse = '', sys = ''] = value.split(' / ');
      this.values.push([`${name}Inuse`, inuse.trim()], [`${name}Sys`, sys.trim()]);
    } else this.values.push([name, value]);
    return true;
  }

  /** The trailer as a table, rings unrolled; undefined when there was none. */
  table(): StatsTable | undefined {
    if (this.values.length === 0) return undefined;
    const pauses = this.pauses();
    return { name: 'runtime.MemStats', values: this.values, ...(pauses === null ? {} : { pauses }) };
  }

  /** The trailer as figures and pauses of one moment; null when there was none. */
  dump(report: ReportBuilder): Dump | null {
    const list = (name: string): readonly string[] => this.rings.get(name) ?? [];
    const texts = { values: new Map(this.values), pauseNs: list('PauseNs'), pauseEnd: list('PauseEnd') };
    return memStatsDump({ ...texts, statedUnixNs: null }, report);
  }

  /** PauseNs and PauseEnd are rings: with n collections the newest is at (n + size − 1) % size; unused slots are 0. */
  private pauses(): { ns: Float64Array; endUnixNs: BigInt64Array } | null {
    const ns = this.rings.get('PauseNs');
    const ends = this.rings.get('PauseEnd') ?? [];
    const collections = Number(this.values.find(([name]) => name === 'NumGC')?.[1]);
    if (ns === undefined || !Number.isSafeInteger(collections) || collections < 0) return null;
    const size = ns.length;
    const used = Math.min(collections, size);
    const outNs = new Float64Array(used);
    const outEnd = new BigInt64Array(used);
    for (let i = 0; i < used; i++) {
      const slot = (collections - used + i) % size;
      outNs[i] = Number(ns[slot]) || 0;
      const end = ends[slot] ?? '';
      outEnd[i] = /^\d+$/.test(end) ? BigInt.asIntN(64, BigInt(end)) : 0n;
    }
    return { ns: outNs, endUnixNs: outEnd };
  }
}
