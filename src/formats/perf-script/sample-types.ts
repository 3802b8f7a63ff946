import type { ValueType } from '../../model/profile.ts';
import type { SampleTable } from './sample-columns.ts';

/** Events whose period is a time. */
const CLOCK_EVENT = /^(?:cpu-clock|task-clock)(?::[a-zA-Z]+)?$/;

export interface TypedValues {
  readonly types: readonly ValueType[];
  /** One column of all samples per type; 0 at samples of other events. */
  readonly values: readonly Float64Array[];
}

/** One sample type for the samples of each event, one for its period and one for the size that it carries; never summed over events. */
export function typedValues(samples: SampleTable, events: readonly string[]): TypedValues {
  const types: ValueType[] = [];
  const values: Float64Array[] = [];
  const add = (type: ValueType, column: Float64Array) => {
    types.push(type);
    values.push(column);
  };
  for (const [id, event] of events.entries()) {
    const name = event === '' ? 'samples' : event;
    add({ type: events.length > 1 ? `${name} samples` : 'samples', unit: 'count' }, countsOf(samples, id));
    const periods = valuesOf(samples, id, samples.period, 1);
    if (periods !== null) add({ type: name, unit: CLOCK_EVENT.test(event) ? 'nanoseconds' : 'count' }, periods);
    const sizes = valuesOf(samples, id, samples.size, 0);
    if (sizes !== null) add({ type: `${name} bytes`, unit: 'bytes' }, sizes);
  }
  return { types, values };
}

function countsOf(samples: SampleTable, event: number): Float64Array {
  const out = new Float64Array(samples.event.length);
  for (let i = 0; i < out.length; i++) if (samples.event[i] === event) out[i] = 1;
  return out;
}

/** The column at the samples of an event, `missing` where it has no number; null when no sample of the event has one. */
function valuesOf(
  samples: SampleTable,
  event: number,
  column: Float64Array | null,
  missing: number,
): Float64Array | null {
  if (column === null) return null;
  const out = new Float64Array(column.length);
  let any = false;
  for (let i = 0; i < out.length; i++) {
    if (samples.event[i] !== event) continue;
    const value = column[i] as number;
    const known = !Number.isNaN(value);
    any ||= known;
    out[i] = known ? value : missing;
  }
  return any ? out : null;
}
