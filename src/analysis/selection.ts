import { unitRatio } from '../base/units.ts';
import type { LensProblem } from '../model/answers.ts';
import { NONE } from '../model/ids.ts';
import type { Lens } from '../model/lens.ts';
import type { Profile, ValueType } from '../model/profile.ts';
import { stringAt } from '../model/strings.ts';
import { focusStacks } from './filters.ts';
import type { LoadedSource } from './loaded-source.ts';
import type { PictureSource } from './picture.ts';

const BASE_LABEL = 'pprof::base';

/** The samples of one source that pass a lens, apart from the frames that it hides. */
export interface Selection {
  /** Per stack (focus, ignore) and per label set (tagfocus, tagignore): 1 = kept. Null = all. */
  readonly stacks: Uint8Array | null;
  readonly labelSets: Uint8Array | null;
  /** Times of the samples and the range asked for; null = all. */
  readonly time: { readonly of: Float64Array; readonly from: number; readonly to: number } | null;
  /** Per label set: 1 = its samples are the base of a comparison. Null where none is. */
  readonly base: Uint8Array | null;
}

/** What is added to the times of a source's samples to have them on the axis of a lens's time range; null: not known. */
export type TimePlace = (key: string) => number | null;

export function selectSamples(lens: Lens, source: LoadedSource, place: TimePlace): Selection {
  const { profile } = source.prepare(lens);
  const { time } = profile.samples;
  const range = lens.timeRange;
  const shift = range === null || time === null ? null : place(source.head.key);
  return {
    stacks: focusStacks(profile.stacks, source.frameFilters(lens)),
    labelSets: source.tagFilters(lens).keep,
    time:
      range === null || time === null || shift === null
        ? null
        : { of: time, from: range.from - shift, to: range.to - shift },
    base: source.head.isDiff ? baseSets(profile) : null,
  };
}

function baseSets(profile: Profile): Uint8Array | null {
  const { labelSets, strings } = profile;
  const base = new Uint8Array(labelSets.length);
  let any = false;
  for (let set = 0; set < base.length; set++) {
    const to = labelSets.offsets[set + 1] as number;
    for (let i = labelSets.offsets[set] as number; i < to; i++) {
      const text = labelSets.text[i] as number;
      if (text === NONE || stringAt(strings, text) !== 'true') continue;
      if (stringAt(strings, labelSets.key[i] as number) !== BASE_LABEL) continue;
      base[set] = 1;
      any = true;
    }
  }
  return any ? base : null;
}

/** A column of values of one source and what to multiply it with. */
export interface Measure {
  /** Null where the source has no such sample type. */
  readonly column: Float64Array | null;
  readonly factor: number;
}

export interface Measures {
  readonly type: ValueType;
  readonly of: readonly Measure[];
  readonly problems: readonly LensProblem[];
}

/**
 * The sample type of a lens in every source, by name, in the finest unit of them. As in pprof, `inuse_x` also means a
 * type `x`; a name that no source has means the default of the first.
 */
export function chooseMeasures(lens: Lens, sources: readonly PictureSource[]): Measures {
  const profiles = sources.map((s) => s.profile);
  const fallback = profiles[0]?.sampleTypes[profiles[0].defaultSampleType]?.type ?? '';
  const wanted =
    lens.sampleType !== '' && profiles.some((p) => typeIndex(p, lens.sampleType) >= 0) ? lens.sampleType : fallback;
  const problems: LensProblem[] = [];
  const index = profiles.map((p) => typeIndex(p, wanted));
  const types = profiles.map((p, i) => p.sampleTypes[index[i] as number]);
  let finest: ValueType = types.find((t) => t !== undefined) ?? { type: wanted, unit: '' };
  for (const type of types) if (type !== undefined && unitRatio(type.unit, finest.unit) < 1) finest = type;
  const of = profiles.map((profile, i): Measure => {
    const type = types[i];
    const column = profile.samples.values[index[i] as number];
    if (type === undefined || column === undefined) {
      const source = sources[i]?.source.head.name ?? '';
      if (wanted !== '')
        problems.push({ where: 'sampleType', what: { key: 'analysis.noSampleType', args: { source, type: wanted } } });
      return { column: null, factor: 0 };
    }
    return { column, factor: unitRatio(type.unit, finest.unit) / (lens.divideBy === 0 ? 1 : lens.divideBy) };
  });
  return { type: finest, of, problems };
}

function typeIndex(profile: Profile, name: string): number {
  const exact = profile.sampleTypes.findIndex((t) => t.type === name);
  if (exact >= 0 || !name.startsWith('inuse_')) return exact;
  return profile.sampleTypes.findIndex((t) => `inuse_${t.type}` === name);
}
