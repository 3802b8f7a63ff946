import { indexEdges, inlineMark } from '../analysis/pprof-report/graph.ts';
import type { GraphReport, Subject } from '../analysis/pprof-report/report.ts';
import type { TagKey } from '../analysis/pprof-report/tags.ts';
import type { Traces } from '../analysis/pprof-report/traces.ts';
import type { Amount } from '../base/units.ts';
import { divided } from './header.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** An integer as JSON: a number while a double holds it exactly, else its digits as a string. */
export function exactJson(value: Amount): number | string {
  const small = typeof value === 'number' ? Number.isSafeInteger(value) : BigInt.asIntN(54, value) === value;
  if (small) return Number(value) + 0;
  return typeof value === 'bigint' ? String(value) : Number.isInteger(value) ? String(BigInt(value)) : value;
}

type Fields = { [key: string]: Json };

function subjectJson(subject: Subject, format: string): Fields {
  const amount = (value: Amount): Json => exactJson(divided(subject, value));
  return {
    format,
    sampleType: { type: subject.type.type, unit: subject.type.unit },
    total: amount(subject.total),
    ...(subject.sides === null
      ? {}
      : { totalBefore: amount(subject.totalBefore), totalAfter: amount(subject.totalAfter) }),
  };
}

/** Rows of a graph, in its order; `extra` adds what a command has beside them. */
function rowsJson(report: GraphReport, extra: (node: number) => Fields): Fields[] {
  const { subject, graph, order, before, after } = report;
  const { nodes } = graph;
  const { callers } = indexEdges(graph);
  const amount = (value: Amount | undefined): Json => exactJson(divided(subject, value ?? 0));
  const rows: Fields[] = [];
  for (const n of order) {
    const line = nodes.line[n] as number;
    const address = nodes.address[n] as bigint;
    const inlined = inlineMark(graph, callers[n] ?? []);
    rows.push({
      name: nodes.name[n] as string,
      file: nodes.file[n] as string,
      ...(line === 0 ? {} : { line }),
      ...(address === 0n ? {} : { address: `0x${address.toString(16)}` }),
      flat: amount(graph.flatValue[n]),
      cum: amount(graph.cumValue[n]),
      ...(before === null || after === null
        ? {}
        : {
            flatBefore: amount(before.flatValue[n]),
            flatAfter: amount(after.flatValue[n]),
            cumBefore: amount(before.cumValue[n]),
            cumAfter: amount(after.cumValue[n]),
          }),
      ...(inlined === '' ? {} : { inlined }),
      ...extra(n),
    });
  }
  return rows;
}

/** `top --json`. */
export function topJson(report: GraphReport, format: string): Json {
  return { ...subjectJson(report.subject, format), rows: rowsJson(report, () => ({})) };
}

/** `tree --json` and `peek --json`: the rows of top with their callers and callees. */
export function treeJson(report: GraphReport, matches: ((name: string) => boolean) | null, format: string): Json {
  const { subject, graph } = report;
  const { edges, nodes } = graph;
  const index = indexEdges(graph);
  const edge = (e: number, other: number): Fields => ({
    name: nodes.name[other] as string,
    file: nodes.file[other] as string,
    value: exactJson(divided(subject, edges.divided[e] ?? 0)),
    ...(edges.inline[e] === 1 ? { inlined: 'inline' } : {}),
  });
  const wanted = matches === null ? report.order : report.order.filter((n) => matches(nodes.printed[n] as string));
  const rows = rowsJson({ ...report, order: wanted }, (n) => ({
    callers: (index.callers[n] ?? []).map((e) => edge(e, edges.from[e] as number)),
    callees: (index.callees[n] ?? []).map((e) => edge(e, edges.to[e] as number)),
  }));
  return { ...subjectJson(subject, format), rows };
}

/** `traces --json`: one object per sample, frames leaf first. */
export function tracesJson(subject: Subject, traces: Traces, format: string): Json {
  const { nodes } = traces;
  const rows: Fields[] = [];
  traces.each((trace) => {
    const labels: Fields = {};
    const numLabels: Fields = {};
    for (const label of trace.labels) {
      if (label.texts.length > 0) labels[label.key] = label.texts;
      else numLabels[label.key] = label.numbers.map((n) => ({ value: exactJson(n), unit: label.unit }));
    }
    rows.push({
      value: exactJson(divided(subject, trace.value)),
      labels,
      numLabels,
      frames: trace.frames.map(({ node, inlined }) => {
        const line = nodes.line[node] as number;
        const address = nodes.address[node] as bigint;
        return {
          name: nodes.name[node] as string,
          file: nodes.file[node] as string,
          ...(line === 0 ? {} : { line }),
          ...(address === 0n ? {} : { address: `0x${address.toString(16)}` }),
          ...(inlined ? { inlined: 'inline' } : {}),
        };
      }),
    });
  });
  return { ...subjectJson(subject, format), samples: rows };
}

/** `tags --json`. */
export function tagsJson(subject: Subject, tags: readonly TagKey[], format: string): Json {
  const amount = (value: Amount): Json => exactJson(divided(subject, value));
  return {
    ...subjectJson(subject, format),
    tags: tags.map(({ key, total, values }) => ({
      key,
      total: amount(total),
      values: values.map(({ value, weight }) => ({ value, weight: amount(weight) })),
    })),
  };
}
