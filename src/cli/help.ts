import { COMMANDS, FLAGS, type Flag } from './options.ts';
import { sayText } from './say.ts';

const ROW = 'name, file, line?, address?, flat, cum, flatBefore?, flatAfter?, cumBefore?, cumAfter?, inlined?';
const HEAD = 'format, sampleType: {type, unit}, total, totalBefore?, totalAfter?';

/** Shape of what each command prints with --json; the names are part of the contract. */
export const SCHEMAS: Readonly<Record<string, string>> = {
  top: `{${HEAD}, rows: [{${ROW}}]}`,
  'tree, peek': `{${HEAD}, rows: [{${ROW}, callers: [edge], callees: [edge]}]}, edge = {name, file, value, inlined?}`,
  graph:
    '{format, sampleType: {type, unit}, total, nodes: [{id, name, file, flat, cum}], edges: [{from, to, value, inlined?, residual?}]}, from and to are ids',
  traces: `{${HEAD}, samples: [{value, labels: {key: [text]}, numLabels: {key: [{value, unit}]}, frames: [{name, file, line?, address?, inlined?}]}]}`,
  tags: `{${HEAD}, tags: [{key, total, values: [{value, weight}]}]}`,
  merge:
    '{layers: [{name, bytes}], rows: [{name, origin, layer, flat, cum, tier?}], seam: [{wrapper, goCallers: [{path, bytes, tier}], bytes}], ' +
    'notAleak: [{class, bytes, records}], broken: {stacks, bytes}, resident?: {rssBytes, parts: [{part, bytes}], classes: [{class, bytes, standing}], restBytes, goIsLiveHeap}, doubts: [{source, tier, seen, agreed}]}, path: root first',
  maps: '[{unit, name, sizeBytes, rssBytes, dirtyBytes, deltaRssBytes?}], null where no file prints the figure',
  timeline:
    '{origin, clocks: [{source, clock, offset, errorNs, method, origin, durationNs, driftPpm?, via?, captured?, why?}], gc: [{n?, begin, end, forced, liveBytes, goalBytes, source}], ' +
    'stw: [{kind, begin, end, source}], series: [{name, unit, n, first, last, min, max, source}], trends: [{name, unit, source?, points, warmUp, perSecond, low, high, floor: {first, last}, inflections: [{at, kind, bicGain, f}]}], ' +
    'growth: {grows, rssGrows, livePerSecond, goPerSecond, nativePerSecond, rssPerSecond, caveats} or null, goroutines: {seen, alive, created, ended}, ' +
    'loss: [{source, what, count?}]}, times: ns after origin as strings',
  gc:
    '[{source, flavor, cycles, forced, bound, pauses: [{kind, count, p50Ns, p95Ns, p99Ns, maxNs, totalNs}], gcCpuNs, gcCpuShare, assistShare, ' +
    'liveBytes: {first, last, max}, liveSlope: {bytesPerSecond, low, high}, gogc, limitedCycles, deathSpiral}]',
  report:
    '[{file, format, evidence, sources: [{kind, name?, flavor, sampleTypes: [{type, unit}], defaultSampleType, totals, ' +
    'samples, functions, mappings, timeNanos, durationNanos, isDiff?, maps?: {pid, sizeBytes, rssBytes, dirtyBytes}}], derived?: [the same, paired from the samples of a source], timelines?: [{name?, flavor, clock, gcCycles, durationNanos}], skipped: [{reason, count, first: [{offset, line?, seen?}]}], ' +
    'guesses, notes, error?: {what, offset?, advice?, command?}}]',
  open: '{url}',
};

const GROUPS: readonly Flag['group'][] = ['files', 'filter', 'lens', 'short'];
const INDENT = 24;

function entry(name: string, text: string): string {
  return `  ${name.padEnd(INDENT)} ${text}`.trimEnd();
}

/** `leaklens --help`, line by line. */
export function helpText(): string[] {
  const lines = [sayText('cli.help.usage'), '', sayText('cli.help.commands')];
  for (const command of COMMANDS) if (command !== 'help') lines.push(entry(command, sayText(`cli.help.${command}`)));
  lines.push('', sayText('cli.help.several'));
  for (const group of GROUPS) {
    lines.push('', sayText(`cli.help.${group}`));
    const flags = FLAGS.filter((flag) => flag.group === group);
    if (group === 'short') lines.push(`  ${flags.map((flag) => `--${flag.name}`).join(' ')}`);
    else for (const flag of flags) lines.push(entry(`--${flag.name}`, sayText(`cli.flag.${flag.name}`)));
  }
  lines.push('', sayText('cli.help.exit'));
  for (const code of [0, 2, 64]) lines.push(entry(String(code), sayText(`cli.help.exit${code}`)));
  lines.push('', sayText('cli.help.schemas'));
  for (const [command, schema] of Object.entries(SCHEMAS)) lines.push(entry(command, schema));
  return lines;
}
