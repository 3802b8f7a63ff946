import type { Column } from '../../model/columns.ts';
import type { Profile } from '../../model/profile.ts';
import type { ReportBuilder } from '../../model/report-builder.ts';
import type { AnySource } from '../../model/source.ts';
import type { Reader } from './reader.ts';
import type { SampleTable } from './sample-columns.ts';
import { typedValues } from './sample-types.ts';

/** The sources of a recording: its samples first. */
export function sourcesOf(reader: Reader, report: ReportBuilder): readonly AnySource[] {
  const samples = reader.columns.take();
  const profile = profileOf(reader, samples);
  if (reader.lost > 0) {
    const rate = (100 * reader.lost) / (reader.lost + profile.samples.length);
    report.note({ key: 'perf.lostRate', args: { count: reader.lost, percent: rate.toFixed(1) } });
  }
  return [{ kind: 'profile', name: '', flavor: 'perf', profile, isDiff: false }];
}

function profileOf(reader: Reader, samples: SampleTable): Profile {
  const { types, values } = typedValues(samples, reader.columns.events);
  return {
    ...reader.builder.finish({ comments: reader.comments }),
    sampleTypes: types,
    defaultSampleType: Math.min(1, Math.max(0, types.length - 1)),
    samples: {
      length: samples.stack.length,
      stack: samples.stack as Column<never, never>,
      labels: samples.labels as Column<never, never>,
      values,
      exact: values.map(() => null),
      time: samples.time,
      thread: samples.thread,
    },
  };
}
