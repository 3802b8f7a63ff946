import { type GcReport, gcReport, type Pauses } from '../analysis/timeline/gc-report.ts';
import type { Json } from './json.ts';
import type { ReadFile } from './read.ts';
import { sayText } from './say.ts';
import type { Print } from './text.ts';
import { size, time } from './timeline-command.ts';
import { figure, nanos } from './timeline-json.ts';

/** Timelines that tell of collections or stops: a series of RSS has nothing to report. */
function reports(files: readonly ReadFile[]) {
  return files.flatMap(({ file, timelines }) =>
    timelines.flatMap(({ name, flavor, timeline }) =>
      timeline.gc.length === 0 && timeline.stw.length === 0
        ? []
        : [{ source: name === '' ? file : `${file} ${name}`, flavor, report: gcReport(timeline) }],
    ),
  );
}

/** `gc --json`. */
export function gcJson(files: readonly ReadFile[]): Json {
  return reports(files).map(({ source, flavor, report: r }) => ({
    source,
    flavor,
    cycles: r.cycles,
    forced: figure(r.forced),
    bound: r.bound,
    pauses: [r.all, ...r.pauses].map(pausesJson),
    gcCpuNs: nanos(r.cpuNs),
    gcCpuShare: figure(r.cpuShare),
    assistShare: figure(r.assistShare),
    liveBytes: { first: figure(r.liveFirst), last: figure(r.liveLast), max: figure(r.liveMax) },
    liveSlope:
      r.liveSlope === null
        ? null
        : { bytesPerSecond: r.liveSlope.estimate, low: r.liveSlope.low, high: r.liveSlope.high },
    gogc: figure(r.gogc),
    limitedCycles: r.limited,
    deathSpiral: r.deathSpiral,
  }));
}

function pausesJson({ kind, count, p50, p95, p99, max, total }: Pauses): Json {
  return {
    kind,
    count,
    p50Ns: figure(p50),
    p95Ns: figure(p95),
    p99Ns: figure(p99),
    maxNs: figure(max),
    totalNs: figure(total),
  };
}

const percent = (share: number): string => (Number.isNaN(share) ? '–' : `${(100 * share).toFixed(1)}%`);

/** `gc` as text. */
export function printGc(files: readonly ReadFile[], print: Print): void {
  for (const { source, report: r } of reports(files)) {
    print(sayText('cli.gc.source', { source }));
    print(sayText('cli.gc.cycles', { cycles: r.cycles, forced: Number.isNaN(r.forced) ? '–' : r.forced }));
    print(sayText(`cli.gc.bound.${r.bound}`));
    for (const p of [r.all, ...r.pauses]) {
      const { kind, count } = p;
      const times = { p50: time(p.p50), p95: time(p.p95), p99: time(p.p99), max: time(p.max), total: time(p.total) };
      print(sayText('cli.gc.pauses', { kind, count, ...times }));
    }
    print(sayText('cli.gc.cpu', { cpu: time(r.cpuNs), share: percent(r.cpuShare), assist: percent(r.assistShare) }));
    print(sayText('cli.gc.live', { first: size(r.liveFirst), last: size(r.liveLast), max: size(r.liveMax) }));
    printSlope(r, print);
    if (!Number.isNaN(r.gogc)) print(sayText('cli.gc.gogc', { gogc: Math.round(r.gogc), limited: r.limited }));
    if (r.deathSpiral) print(sayText('cli.gc.spiral'));
  }
}

function printSlope({ liveSlope }: GcReport, print: Print): void {
  if (liveSlope === null) return;
  const { estimate, low, high } = liveSlope;
  print(sayText('cli.gc.slope', { slope: size(estimate), low: size(low), high: size(high) }));
}
