import { NONE } from '../../model/ids.ts';
import type { Profile, Samples } from '../../model/profile.ts';
import type { Message } from '../../model/report.ts';
import type { ReportBuilder } from '../../model/report-builder.ts';
import type { DecodedSource } from '../../model/source.ts';
import { stringAt } from '../../model/strings.ts';
import type { ByteSource } from '../format.ts';
import { flavorOf } from './flavor.ts';
import { buildFunctions, buildMappings, FrameTable } from './frames.ts';
import { buildLabelSets } from './label-sets.ts';
import { extentOf, Resolver } from './resolve.ts';
import { buildSamples } from './sample-columns.ts';
import { buildStacks } from './stacks.ts';
import { type Failure, ProfileStream } from './stream.ts';

const INT64_MAX = 2n ** 63n - 1n;
const ADVICE: Message = { key: 'pprof.adviceAgain' };

/** Reads a profile.proto whose compression was taken off. Never throws on content; see `Format.decode`. */
export async function decodePprof(source: ByteSource, report: ReportBuilder): Promise<readonly DecodedSource[]> {
  const stream = new ProfileStream(report);
  for (let chunk = await source.next(); chunk !== null; chunk = await source.next()) stream.push(chunk);
  stream.finish();
  const { problem } = source;
  // A file that is damaged below explains what is wrong above.
  if (problem !== null) report.fail({ ...problem, advice: ADVICE });
  if (stream.bytes === 0) {
    report.fail({ what: { key: 'pprof.empty' }, offset: 0, advice: ADVICE });
    return [];
  }
  const incomplete = problem !== null || stream.stopped !== null;
  if (stream.sampleTypes.length === 0) {
    for (const failure of [stream.stopped, stream.loss]) fail(report, failure);
    report.fail({ what: { key: 'pprof.noSampleTypes' }, offset: 0 });
    return [];
  }
  const { profile, loss, second } = buildProfile(stream, report, incomplete);
  report.records += stream.samples.length;
  if (second !== null) fail(report, { what: { key: 'pprof.concatenated', args: { offset: second } }, offset: second });
  for (const failure of [stream.stopped, stream.loss, loss]) fail(report, failure);
  if (incomplete) report.note({ key: 'pprof.keptBefore', args: { samples: profile.samples.length } });
  if (wraps(profile.samples)) report.note({ key: 'pprof.wraps' });
  return [{ kind: 'profile', name: '', flavor: flavorOf(profile), profile, isDiff: isDiff(profile) }];
}

function fail(report: ReportBuilder, failure: Failure | null): void {
  if (failure !== null) report.fail({ ...failure, advice: ADVICE });
}

function buildProfile(
  stream: ProfileStream,
  report: ReportBuilder,
  incomplete: boolean,
): { profile: Profile; loss: Failure | null; second: number | null } {
  const { extent, second } = extentOf(stream);
  const { samples } = stream;
  const { header } = extent;
  samples.stacks.seal();
  samples.labelSets.seal();
  const resolver = new Resolver(stream, extent.strings, incomplete, report);
  const strings = stream.strings.finish();
  const text = (index: number, offset: number) => stringAt(strings, resolver.string(index, offset));
  const sampleTypes = stream.sampleTypes
    .slice(0, extent.sampleTypes)
    .map((t) => ({ type: text(t.type, t.offset), unit: text(t.unit, t.offset) }));
  const { mappings, find: findMapping } = buildMappings(stream.mappings, extent.mappings, resolver);
  const { functions, find: findFunction } = buildFunctions(stream.functions, extent.functions, resolver);
  const table = new FrameTable(stream.locations, extent.locations, resolver, findMapping, findFunction);
  const { stacks, stackOf } = buildStacks(samples, extent.stacks, table, resolver);
  const { labelSets, setOf } = buildLabelSets(samples, extent.labelSets, strings, resolver);
  const defaultName = text(header.defaultSampleType, 0);
  const named = defaultName === '' ? -1 : sampleTypes.findIndex((t) => t.type === defaultName);
  const periodType = header.periodType;
  const profile: Profile = {
    strings,
    sampleTypes,
    defaultSampleType: named >= 0 ? named : sampleTypes.length - 1,
    defaultSampleTypeName: defaultName,
    periodType:
      periodType === null
        ? { type: '', unit: '' }
        : { type: text(periodType.type, periodType.offset), unit: text(periodType.unit, periodType.offset) },
    period: header.period,
    timeNanos: header.timeNanos,
    durationNanos: header.durationNanos,
    comments: header.comments.map((index) => text(index, 0)),
    docUrl: text(header.docUrl, 0),
    dropFrames: text(header.dropFrames, 0),
    keepFrames: text(header.keepFrames, 0),
    mappings,
    functions,
    frames: table.take(),
    stacks,
    samples: buildSamples(samples, extent.samples, sampleTypes.length, stackOf, setOf, resolver),
    labelSets,
  };
  return { profile, loss: resolver.loss, second };
}

/** Whether a signed total passes int64, where pprof's would wrap around. */
function wraps(samples: Samples): boolean {
  return samples.exact.some((column) => {
    if (column === null) return false;
    let sum = 0n;
    for (const v of column) sum += v;
    return sum > INT64_MAX || sum < -INT64_MAX - 1n;
  });
}

/** pprof marks the samples of the base by this label when it writes a comparison. */
function isDiff(p: Profile): boolean {
  const { labelSets, strings } = p;
  const isBase = new Map<number, boolean>();
  for (let i = 0; i < labelSets.key.length; i++) {
    const key = labelSets.key[i] as number;
    let base = isBase.get(key);
    if (base === undefined) isBase.set(key, (base = stringAt(strings, key) === 'pprof::base'));
    const text = labelSets.text[i] as number;
    if (base && text !== NONE && stringAt(strings, text) === 'true') return true;
  }
  return false;
}
