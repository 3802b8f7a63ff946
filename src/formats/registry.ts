import type { Message } from '../model/report.ts';
import type { AnySource } from '../model/source.ts';
import { bccStacks } from './bcc-stacks/format.ts';
import { bpftraceJson } from './bpftrace/json.ts';
import { bpftrace } from './bpftrace/text.ts';
import { contentionText } from './contention-text/format.ts';
import { dhat } from './dhat/format.ts';
import { folded } from './folded/format.ts';
import type { Format, Head } from './format.ts';
import { gctraceFormat } from './gctrace/index.ts';
import { gdbMappingsFormat } from './gdb-mappings/index.ts';
import { goCountText } from './go-count-text/format.ts';
import { goHeapText } from './go-heap-text/format.ts';
import { expvarFormat } from './go-stats/expvar.ts';
import { gcStatsFormat } from './go-stats/gc-stats.ts';
import { memStatsFormat } from './go-stats/mem-stats.ts';
import { runtimeMetricsFormat } from './go-stats/metrics.ts';
import { goTraceFormat } from './go-trace/index.ts';
import { goroutineDump } from './goroutine-dump/format.ts';
import { gperftoolsCpu } from './gperftools-cpu/format.ts';
import { heaptrack } from './heaptrack/format.ts';
import { jemalloc } from './jemalloc/format.ts';
import { KNOWN_KINDS, type KnownKind } from './known-kinds.ts';
import { lsan } from './lsan/format.ts';
import { massif } from './massif/format.ts';
import { memleakFormat } from './memleak/index.ts';
import { memleakTrace, memleakTracePipe } from './memleak-trace/format.ts';
import { perfScriptFormat } from './perf-script/index.ts';
import { pmapFormat } from './pmap/index.ts';
import { pprofFormat } from './pprof/index.ts';
import { mapsFormat, smapsFormat, smapsRollupFormat, statusFormat } from './proc-maps/index.ts';
import { expositionFormat } from './time-series/exposition.ts';
import { jsonLinesFormat } from './time-series/json-lines.ts';
import { prometheusFormat } from './time-series/prometheus.ts';
import { psFormat } from './time-series/ps.ts';
import { timeTableFormat } from './time-series/table.ts';
import { valgrindMemcheck } from './valgrind-memcheck/text.ts';
import { valgrindXml } from './valgrind-memcheck/xml.ts';

/** Every format that can be opened, in the order that decides between relatives. A new format = one line here. */
export const FORMATS: readonly Format<AnySource>[] = [
  gperftoolsCpu,
  pprofFormat,
  goHeapText,
  goCountText,
  contentionText,
  goroutineDump,
  memleakFormat,
  perfScriptFormat,
  gctraceFormat,
  goTraceFormat,
  memStatsFormat,
  expvarFormat,
  gcStatsFormat,
  runtimeMetricsFormat,
  prometheusFormat,
  expositionFormat,
  psFormat,
  jsonLinesFormat,
  timeTableFormat,
  gdbMappingsFormat,
  pmapFormat,
  smapsRollupFormat,
  smapsFormat,
  mapsFormat,
  statusFormat,
  heaptrack,
  lsan,
  valgrindMemcheck,
  valgrindXml,
  massif,
  dhat,
  jemalloc,
  bpftrace,
  bpftraceJson,
  bccStacks,
  memleakTrace,
  memleakTracePipe,
  folded,
];

/** Below this a sniffer is guessing. */
const ENOUGH = 40;

export type Detection =
  | { readonly kind: 'format'; readonly format: Format<AnySource>; readonly evidence: Message }
  | { readonly kind: 'known'; readonly known: KnownKind; readonly evidence: Message }
  | { readonly kind: 'tie'; readonly ids: readonly string[]; readonly evidence: Message }
  | { readonly kind: 'none'; readonly evidence: Message };

interface Candidate {
  readonly score: number;
  readonly id: string;
  readonly detection: Detection;
}

/** What the first bytes are, from content alone: the best score wins; equal scores of two kinds are a tie, never a guess. */
export function detect(head: Head): Detection {
  const candidates: Candidate[] = [];
  for (const format of FORMATS) {
    const sniff = format.sniff(head);
    if (sniff === null || sniff.score < ENOUGH) continue;
    const detection: Detection = { kind: 'format', format, evidence: sniff.evidence };
    candidates.push({ score: sniff.score, id: format.id, detection });
  }
  for (const known of KNOWN_KINDS) {
    if (!known.test(head)) continue;
    const detection: Detection = { kind: 'known', known, evidence: { key: `open.kind.${known.id}` } };
    candidates.push({ score: known.score, id: known.id, detection });
  }
  const best = Math.max(...candidates.map((c) => c.score));
  const winners = candidates.filter((c) => c.score === best);
  const [winner] = winners;
  if (winner === undefined) return { kind: 'none', evidence: whatItLooksLike(head) };
  const openable = winners.filter((c) => c.detection.kind === 'format');
  // Kinds that only have a name come in the order of their list; two formats that would read the same bytes do not.
  if (openable.length > 1 || (openable.length === 1 && winners.length > 1)) {
    const ids = winners.map((c) => c.id);
    return { kind: 'tie', ids, evidence: { key: 'open.tie', args: { kinds: ids.join(', ') } } };
  }
  return winner.detection;
}

function whatItLooksLike(head: Head): Message {
  if (head.bytes.length === 0) return { key: 'open.empty' };
  if (head.text !== null) return { key: 'open.blank' };
  const shown = Array.from(head.bytes.subarray(0, 8), (b) => b.toString(16).padStart(2, '0')).join(' ');
  return { key: 'open.binary', args: { bytes: shown } };
}
