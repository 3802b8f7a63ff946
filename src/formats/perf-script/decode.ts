import type { Column } from '../../model/columns.ts';
import type { Profile } from '../../model/profile.ts';
import type { ReportBuilder } from '../../model/report-builder.ts';
import type { AnySource } from '../../model/source.ts';
import type { ByteSource } from '../format.ts';
import { scanLines } from '../lines.ts';
import { Reader } from './reader.ts';
import type { SampleTable } from './sample-columns.ts';
import { typedValues } from './sample-types.ts';

/** Reads `perf script` text. */
export async function decode(source: ByteSource, report: ReportBuilder): Promise<readonly AnySource[]> {
  const reader = new Reader(report, false);
  await scanLines(source, (line) => reader.take(line), reader);
  reader.end();
  if (source.problem !== null) report.fail(source.problem);
  if (report.records === 0) {
    report.fail({ what: { key: 'perf.noSamples' } });
    return [];
  }
  const samples = reader.columns.take();
  return [{ kind: 'profile', name: '', flavor: 'perf', profile: profileOf(reader, samples), isDiff: false }];
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
