import { basename } from '../analysis/names.ts';
import { absolute } from '../analysis/pprof-report/amounts.ts';
import type { GraphReport, Subject } from '../analysis/pprof-report/report.ts';
import { type Amount, formatPercent, formatValue, scaleValue } from '../base/units.ts';
import { stringAt } from '../model/strings.ts';
import { sayText } from './say.ts';

/** A value in the unit of the report, divided as `divide_by` says. */
export function valueText(subject: Subject, value: Amount, unit: string): string {
  return formatValue(divided(subject, value), subject.type.unit, unit);
}

/** `divide_by` cuts to an integer, as pprof does. */
export function divided(subject: Subject, value: Amount): Amount {
  const by = subject.lens.divideBy;
  return by === 1 || by <= 0 ? value : Math.trunc(Number(value) * (1 / by));
}

/** The lines about the profile that begin every report. */
export function profileHeader(subject: Subject, unit: string): string[] {
  const { profile, type, total } = subject;
  const { mappings, strings } = profile;
  const lines: string[] = [];
  if (mappings.length > 0) {
    const file = stringAt(strings, mappings.file[0] as number);
    const id = stringAt(strings, mappings.buildId[0] as number);
    if (file !== '') lines.push(sayText('cli.header.file', { file: basename(file) }));
    if (id !== '') lines.push(sayText('cli.header.buildId', { id }));
  }
  for (const comment of profile.comments) if (!comment.startsWith('#')) lines.push(comment);
  if (type.type !== '') lines.push(sayText('cli.header.type', { type: type.type }));
  if (profile.docUrl !== '') lines.push(sayText('cli.header.doc', { url: profile.docUrl }));
  if (profile.timeNanos !== 0n) lines.push(sayText('cli.header.time', { time: utc(profile.timeNanos) }));
  if (profile.durationNanos !== 0n) {
    const inTime = scaleValue(total, type.unit, 'nanoseconds');
    const known = inTime.unit === 'ns' && inTime.value !== 0;
    lines.push(
      sayText('cli.header.duration', {
        duration: formatValue(profile.durationNanos, 'nanoseconds'),
        total: valueText(subject, total, unit),
        ratio: known ? `(${formatPercent(Math.trunc(inTime.value), profile.durationNanos)})` : '',
      }),
    );
  }
  return lines;
}

/** Profile, filters and how much of it is shown. */
export function graphHeader(report: GraphReport): string[] {
  const { subject, trim, unit } = report;
  const { total } = subject;
  const lines = [...profileHeader(subject, unit), ...filterLines(subject)];
  lines.push(
    sayText('cli.header.showing', {
      shown: valueText(subject, report.shown, unit),
      percent: formatPercent(report.shown, total).trim(),
      total: valueText(subject, total, unit),
    }),
  );
  if (total === 0 || total === 0n) return lines;
  if (report.nodesDropped > 0) {
    const limit = absolute(Math.trunc(Number(total) * trim.nodeFraction));
    lines.push(
      sayText(report.nodesDropped === 1 ? 'cli.header.droppedNode' : 'cli.header.droppedNodes', {
        count: report.nodesDropped,
        limit: valueText(subject, limit, unit),
      }),
    );
  }
  if (trim.nodeCount > 0 && trim.nodeCount < report.nodesBefore) {
    lines.push(sayText('cli.header.top', { count: trim.nodeCount, all: report.nodesBefore }));
  }
  return lines;
}

const SHOWN_FILTERS = ['focus', 'ignore', 'hide', 'show', 'show_from', 'tagfocus', 'tagignore'];
const FILTER_WIDTH = 80;

function filterLines({ lens }: Subject): string[] {
  const active = SHOWN_FILTERS.flatMap((verb) =>
    lens.filters.filter((f) => f.verb === verb && f.off !== true).map((f) => `${verb}=${f.value}`),
  );
  if (lens.tagShow !== '') active.push(`tagshow=${lens.tagShow}`);
  if (lens.tagHide !== '') active.push(`taghide=${lens.tagHide}`);
  if (active.length === 0) return [];
  const short = (line: string): string => (line.length > FILTER_WIDTH ? `${line.slice(0, FILTER_WIDTH)}…` : line);
  return [sayText('cli.header.filters'), ...active.map((line) => `   ${short(line)}`)];
}

/** `2026-11-21 01:40:02 UTC`: always UTC, so that two machines print the same. */
function utc(nanos: bigint): string {
  const seconds = (nanos - (((nanos % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n)) / 1_000_000_000n;
  const date = new Date(Number(seconds) * 1000);
  return Number.isNaN(date.getTime()) ? `${nanos}ns` : `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
