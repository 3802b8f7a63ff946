import type { ReportBuilder } from '../../model/report-builder.ts';
import type { AnySource } from '../../model/source.ts';
import type { ByteSource, Format } from '../format.ts';
import { sampleBorder } from './border.ts';
import { PerfParts } from './part.ts';
import { sniff } from './sniff.ts';

async function decode(source: ByteSource, report: ReportBuilder): Promise<readonly AnySource[]> {
  const parts = new PerfParts(report, true);
  await parts.read(source);
  return parts.finish();
}

/** Text of `perf script`, any field list. */
export const perfScriptFormat: Format<AnySource> = {
  id: 'perf-script',
  sniff,
  decode,
  inParts: { border: sampleBorder, reader: (report, first) => new PerfParts(report, first) },
};
