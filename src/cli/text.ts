import { compareTexts, plus } from '../analysis/pprof-report/amounts.ts';
import { indexEdges, inlineMark } from '../analysis/pprof-report/graph.ts';
import type { GraphReport, Subject } from '../analysis/pprof-report/report.ts';
import type { TagKey } from '../analysis/pprof-report/tags.ts';
import type { Traces } from '../analysis/pprof-report/traces.ts';
import { type Amount, formatPercent, formatValue, scaleValue, toFixedEven } from '../base/units.ts';
import { divided, graphHeader, profileHeader, valueText } from './header.ts';
import { sayText } from './say.ts';

/** Takes one line of output, without its end. */
export type Print = (line: string) => void;

/** `padStart` that counts characters, not UTF-16 units. */
function right(text: string, width: number): string {
  const length = [...text].length;
  return length >= width ? text : ' '.repeat(width - length) + text;
}

/** pprof's `-top`. */
export function printTop(report: GraphReport, print: Print): void {
  const { subject, graph, order, unit } = report;
  const { total } = subject;
  const edges = indexEdges(graph);
  for (const line of graphHeader(report)) print(line);
  print('      flat  flat%   sum%        cum   cum%');
  let sum: Amount = 0;
  for (const n of order) {
    const flat = graph.flatValue[n] as Amount;
    const cum = graph.cumValue[n] as Amount;
    sum = plus(sum, flat);
    const mark = inlineMark(graph, edges.callers[n] ?? []);
    print(
      `${right(valueText(subject, flat, unit), 10)} ${formatPercent(flat, total)} ${formatPercent(sum, total)} ` +
        `${right(valueText(subject, cum, unit), 10)} ${formatPercent(cum, total)}  ${graph.nodes.printed[n]}` +
        (mark === '' ? '' : ` (${mark})`),
    );
  }
}

const TREE_LINE = '----------------------------------------------------------+-------------';
// The blanks and tabs at the end are pprof's.
const TREE_LEGEND = '      flat  flat%   sum%        cum   cum%   calls calls% + context \t \t ';

/** pprof's `-tree`, and `-peek` when `matches` says which names are wanted. Returns how many nodes were printed. */
export function printTree(report: GraphReport, matches: ((name: string) => boolean) | null, print: Print): number {
  const { subject, graph, order, unit } = report;
  const { total } = subject;
  const { edges } = graph;
  const printed = graph.nodes.printed;
  const index = indexEdges(graph);
  for (const line of graphHeader(report)) print(line);
  print(TREE_LINE);
  print(TREE_LEGEND);
  let sum: Amount = 0;
  let count = 0;
  for (const n of order) {
    const name = printed[n] as string;
    if (matches !== null && !matches(name)) continue;
    count++;
    const flat = graph.flatValue[n] as Amount;
    const cum = graph.cumValue[n] as Amount;
    const edge = (e: number, other: number): string => {
      const weight = edges.divided[e] as Amount;
      return (
        `${right(valueText(subject, weight, unit), 50)} ${formatPercent(weight, cum)} |   ${printed[other]}` +
        (edges.inline[e] === 1 ? ' (inline)' : '')
      );
    };
    print(TREE_LINE);
    for (const e of index.callers[n] ?? []) print(edge(e, edges.from[e] as number));
    sum = plus(sum, flat);
    print(
      `${right(valueText(subject, flat, unit), 10)} ${formatPercent(flat, total)} ${formatPercent(sum, total)} ` +
        `${right(valueText(subject, cum, unit), 10)} ${formatPercent(cum, total)}                | ${name}`,
    );
    for (const e of index.callees[n] ?? []) print(edge(e, edges.to[e] as number));
  }
  if (order.length > 0) print(TREE_LINE);
  return count;
}

const TRACE_LINE = '-----------+-------------------------------------------------------';

/** pprof's `-traces`. */
export function printTraces(subject: Subject, traces: Traces, print: Print): void {
  const { unit } = subject.lens;
  for (const line of profileHeader(subject, unit)) print(line);
  traces.each((trace) => {
    print(TRACE_LINE);
    const labels = trace.labels.map((label) => {
      const values = label.texts.length > 0 ? label.texts : label.numbers.map((n) => formatValue(n, label.unit));
      return { line: `${right(label.key, 10)}:  ${values.join(' ')}`, isText: label.texts.length > 0 };
    });
    for (const isText of [true, false]) {
      const lines = labels.filter((l) => l.isText === isText).map((l) => l.line);
      for (const line of lines.sort(compareTexts)) print(line);
    }
    trace.frames.forEach((frame, i) => {
      const value = i === 0 ? valueText(subject, trace.value, unit) : '';
      print(`${right(value, 10)}   ${traces.nodes.printed[frame.node]}${frame.inlined ? ' (inline)' : ''}`);
    });
  });
  print(TRACE_LINE);
}

/** pprof's `-tags`: columns end at the widest of their block. */
export function printTags(subject: Subject, tags: readonly TagKey[], print: Print): void {
  const { type, lens } = subject;
  const figure = (value: Amount): string => {
    const scaled = scaleValue(divided(subject, value), type.unit, lens.unit);
    return toFixedEven(scaled.value, 1) + scaled.unit;
  };
  for (const tag of tags) {
    const head = `${tag.key}:`;
    const width = Math.max(1, [...head].length) + 1;
    const cells = tag.values.map(({ value, weight }) => ({
      left: tag.total > 0 ? `${figure(weight)} (${formatPercent(weight, tag.total)}):` : `${figure(weight)}:`,
      value,
    }));
    const second = Math.max(0, ...cells.map((cell) => [...cell.left].length)) + 1;
    print(`${right(head, width)} ${sayText('cli.tags.total', { value: figure(tag.total) })}`);
    for (const cell of cells) print(`${' '.repeat(width)}${right(cell.left, second)} ${cell.value}`);
    print('');
  }
}
