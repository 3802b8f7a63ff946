import type { AnswerBase, LensProblem } from '../model/answers.ts';
import type { FlameShape, Lens } from '../model/lens.ts';
import type { Picture, PictureSource, Pictures } from './picture.ts';
import { chooseMeasures, type Measure, type Selection, type TimePlace } from './selection.ts';
import { type Sums, selectAll, signedTotal, sumGroups, totalsOf } from './weights.ts';

/** A question with everything that its answer is computed from. */
export interface Ask {
  readonly lens: Lens;
  readonly picture: Picture;
  readonly selections: readonly Selection[];
  readonly measures: readonly Measure[];
  readonly base: AnswerBase;
}

/** Puts a question about the sources of a lens. */
export function ask(
  lens: Lens,
  sources: readonly PictureSource[],
  pictures: Pictures,
  shape: FlameShape,
  place: TimePlace,
): Ask {
  const picture = pictures.of(lens, sources, shape);
  const selections = selectAll(lens, picture, place);
  const chosen = chooseMeasures(lens, picture.sources);
  const measures = lens.normalize ? normalized(picture, chosen.of) : chosen.of;
  const totals = totalsOf(lens, picture, selections, measures);
  return {
    lens,
    picture,
    selections,
    measures,
    base: { problems: [...problemsOf(lens, sources), ...chosen.problems], sampleType: chosen.type, ...totals },
  };
}

/** Sums of the question's sample type over the groups of its picture. */
export function sumsOf(question: Ask): Sums {
  return sumGroups(question.picture, question.picture.shape, question.selections, question.measures);
}

function problemsOf(lens: Lens, sources: readonly PictureSource[]): LensProblem[] {
  const first = sources[0]?.source;
  if (first === undefined) return [];
  const problems: LensProblem[] = [...first.frameFilters(lens).problems, ...first.tagFilters(lens).problems];
  for (const { source } of sources) {
    const { problem } = source.prepare(lens);
    if (problem !== null) problems.push({ where: 'allFrames', what: problem });
  }
  return problems;
}

/** Scales the base to the total of after. */
function normalized(picture: Picture, measures: readonly Measure[]): readonly Measure[] {
  const total = (role: string) =>
    picture.sources.reduce((sum, s, i) => sum + (s.role === role ? signedTotal(measures[i] as Measure) : 0), 0);
  const before = total('before');
  if (before === 0) return measures;
  const factor = total('after') / before;
  return measures.map((m, i) => (picture.sources[i]?.role === 'before' ? { ...m, factor: m.factor * factor } : m));
}

/** The question with the count of samples (the first sample type) in place of its own: the divisor of `mean`. */
export function countsOf(question: Ask): Ask {
  const measures = question.picture.sources.map(({ profile }): Measure => {
    return { column: profile.samples.values[0] ?? null, factor: 1 };
  });
  const totals = totalsOf(question.lens, question.picture, question.selections, measures);
  return { ...question, measures, base: { ...question.base, ...totals } };
}

/** The base of an answer that shows means: type `mean_…`, total Σ|v| / Σ count, as pprof has it. */
export function meanBase(base: AnswerBase, counts: AnswerBase): AnswerBase {
  return {
    ...base,
    sampleType: { type: `mean_${base.sampleType.type}`, unit: base.sampleType.unit },
    total: counts.total === 0 ? 0 : Math.trunc(base.total / counts.total),
  };
}

/** Σ value / Σ count, truncated; 0 without samples. */
export function mean(value: number, count: number): number {
  return count === 0 ? 0 : Math.trunc(value / count);
}
