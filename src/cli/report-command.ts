import { columnOf, plus } from '../analysis/pprof-report/amounts.ts';
import type { Amount } from '../base/units.ts';
import { type MemoryMap, sumKnown } from '../model/maps.ts';
import type { Profile } from '../model/profile.ts';
import type { ImportReport } from '../model/report.ts';
import type { DecodedSource, TimelineSource } from '../model/source.ts';
import { exactJson, type Json } from './json.ts';
import type { ReadFile } from './read.ts';
import { sayText, text } from './say.ts';
import type { Print } from './text.ts';

/** Signed sum per sample type, exact. */
export function signedTotals(profile: Profile): Amount[] {
  return profile.sampleTypes.map((_, t) => {
    const column = columnOf(profile, t);
    let sum: Amount = 0;
    for (let s = 0; s < column.length; s++) sum = plus(sum, column[s] ?? 0);
    return sum;
  });
}

/** `report --json`. */
export function reportJson(files: readonly ReadFile[]): Json {
  return files.map(({ file, report, sources, timelines }) => ({
    file,
    format: report.format,
    evidence: text(report.evidence),
    sources: sources.filter((s) => s.derived !== true).map(sourceJson),
    ...derivedJson(sources),
    ...(timelines.length === 0 ? {} : { timelines: timelines.map(timelineJson) }),
    skipped: report.skipped.map(({ reason, count, first }) => ({
      reason: text(reason),
      count,
      first: first.map(({ offset, line, seen }) => ({
        offset,
        ...(line === undefined ? {} : { line }),
        ...(seen === undefined ? {} : { seen }),
      })),
    })),
    guesses: report.guesses.map(text),
    notes: report.notes.map(text),
    ...(report.error === undefined ? {} : { error: errorJson(report.error) }),
  }));
}

/** Live heaps and mappings that were paired from the samples of a recording. */
function derivedJson(sources: readonly DecodedSource[]): { readonly derived?: Json } {
  const derived = sources.filter((s) => s.derived === true);
  return derived.length === 0 ? {} : { derived: derived.map(sourceJson) };
}

function sourceJson({ kind, name, flavor, profile, isDiff, maps }: DecodedSource): Json {
  return {
    kind,
    ...(name === '' ? {} : { name }),
    flavor,
    sampleTypes: profile.sampleTypes.map(({ type, unit }) => ({ type, unit })),
    defaultSampleType: profile.sampleTypes[profile.defaultSampleType]?.type ?? '',
    totals: signedTotals(profile).map(exactJson),
    samples: profile.samples.length,
    functions: profile.functions.length,
    mappings: maps?.length ?? profile.mappings.length,
    timeNanos: exactJson(profile.timeNanos),
    durationNanos: exactJson(profile.durationNanos),
    ...(isDiff ? { isDiff } : {}),
    ...(maps === undefined ? {} : { maps: mapJson(maps) }),
  };
}

function timelineJson({ name, flavor, timeline }: TimelineSource): Json {
  return {
    ...(name === '' ? {} : { name }),
    flavor,
    clock: timeline.clock.kind,
    gcCycles: timeline.gc.length,
    durationNanos: Math.round(timeline.durationNs),
  };
}

function mapJson(maps: MemoryMap): Json {
  const sum = (column: Float64Array): number | null => {
    const total = sumKnown(column);
    return Number.isNaN(total) ? null : total;
  };
  return { pid: maps.pid, sizeBytes: sum(maps.size), rssBytes: sum(maps.rss), dirtyBytes: sum(maps.dirty) };
}

function errorJson({ what, offset, advice, command }: NonNullable<ImportReport['error']>): Json {
  return {
    what: text(what),
    ...(offset === undefined ? {} : { offset }),
    ...(advice === undefined ? {} : { advice: text(advice) }),
    ...(command === undefined ? {} : { command }),
  };
}

/** `report` as text. */
export function printReport(files: readonly ReadFile[], print: Print): void {
  for (const { file, report, sources, timelines } of files) {
    print(sayText('cli.report.file', { file, format: report.format }));
    print(sayText('cli.report.evidence', { text: text(report.evidence) }));
    for (const { kind, name, flavor, profile, maps } of sources) {
      print(
        sayText('cli.report.source', {
          kind,
          name: name === '' ? flavor : name,
          samples: profile.samples.length,
          functions: profile.functions.length,
          mappings: maps?.length ?? profile.mappings.length,
        }),
      );
      signedTotals(profile).forEach((total, t) => {
        const { type = '', unit = '' } = profile.sampleTypes[t] ?? {};
        print(sayText('cli.report.total', { type, unit, total: String(total) }));
      });
    }
    for (const { name, flavor, timeline } of timelines) {
      const { records } = report;
      print(sayText('cli.report.timeline', { name: name === '' ? flavor : name, cycles: timeline.gc.length, records }));
    }
    for (const { reason, count, first } of report.skipped) {
      print(sayText('cli.report.skipped', { count, reason: text(reason) }));
      for (const { offset, line } of first) {
        if (line === undefined) print(sayText('cli.report.place', { offset }));
        else print(sayText('cli.report.placeLine', { offset, line }));
      }
    }
    for (const guess of report.guesses) print(sayText('cli.report.guess', { text: text(guess) }));
    for (const remark of report.notes) print(sayText('cli.report.note', { text: text(remark) }));
    if (report.error !== undefined) print(sayText('cli.report.error', { text: text(report.error.what) }));
  }
}
