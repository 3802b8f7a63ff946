import type { ReportBuilder } from '../../model/report-builder.ts';
import type { TraceFacts } from './facts.ts';
import { Frontier } from './frontier.ts';
import { V1Events } from './v1-events.ts';
import { V1Order } from './v1-order.ts';
import { scanV1 } from './v1-scan.ts';
import { Stream } from './v1-stream.ts';

export interface V1Result {
  /** False when the file was cut before its frequency: times are ticks then. */
  readonly scaled: boolean;
  /** Time of the first event on the processor's tick counter. */
  readonly originNs: number;
  readonly tickNs: number;
  readonly counts: Readonly<Record<string, number>>;
}

/** Reads a v1 trace (Go 1.11 to 1.21) into `facts`. Streams are per P; the tables and the frequency stand at the end. */
export function readV1(buf: Uint8Array, minor: number, facts: TraceFacts, report: ReportBuilder): V1Result {
  const index = scanV1(buf, facts.tables);
  if (index.lost > 0 || index.frequency === 0) {
    report.fail({
      what: { key: index.frequency === 0 ? 'timeline.trace.v1cut' : 'timeline.trace.v1damaged' },
      offset: buf.length - index.lost,
      advice: { key: 'timeline.trace.cut.todo' },
    });
  }
  const tickNs = index.frequency > 0 ? 1e9 / index.frequency : 1;
  const frontier = new Frontier<Stream>();
  for (const [p, batches] of index.streams) {
    const stream = new Stream(buf, batches, p);
    if (stream.next()) frontier.push(stream);
  }
  const origin = frontier.items[0]?.time ?? 0;
  const order = new V1Order();
  const events = new V1Events(facts, order, index, { minor, origin, tickNs });
  const forced = merge(frontier, order, events);
  if (forced > 0) report.note({ key: 'timeline.trace.forced', args: { count: forced } });
  const count = events.counts.reduce((sum, n) => sum + n, 0);
  report.records += count;
  return {
    scaled: index.frequency > 0,
    originNs: Math.trunc(origin * tickNs) + events.zero,
    tickNs,
    counts: { events: count, forced },
  };
}

/** Applies all events in order of time as far as they can have happened; how many had to be forced. */
function merge(frontier: Frontier<Stream>, order: V1Order, events: V1Events): number {
  let forced = 0;
  const { items } = frontier;
  while (items.length > 0) {
    const top = items[0] as Stream;
    if (order.ready(top)) {
      events.apply(top);
      if (top.next()) frontier.sink();
      else frontier.pop();
      continue;
    }
    frontier.rebuild();
    let moved = items.find((s) => order.ready(s));
    if (moved === undefined) {
      moved = items[0] as Stream;
      forced++;
    }
    events.apply(moved);
    if (!moved.next()) items.splice(items.indexOf(moved), 1);
    frontier.rebuild();
  }
  return forced;
}
