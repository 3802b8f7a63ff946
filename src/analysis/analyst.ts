import { err, ok, type Result } from '../base/result.ts';
import { unitRatio } from '../base/units.ts';
import type {
  CountsAnswer,
  DetailsAnswer,
  DetailsQuestion,
  FlameAnswer,
  FlameQuestion,
  LabelsAnswer,
  LensProblem,
  PeekAnswer,
  SearchAnswer,
  TableAnswer,
  TableQuestion,
} from '../model/answers.ts';
import type { GraphAnswer, GraphQuestion } from '../model/graph-answers.ts';
import { DEFAULT_LENS, type FlameShape, type Lens } from '../model/lens.ts';
import type { MemoryMapAnswer, MemoryMapQuestion } from '../model/map-answers.ts';
import { type MemoryMap, MemoryMapBuilder } from '../model/maps.ts';
import type { NativeAnswer } from '../model/native.ts';
import type { Profile } from '../model/profile.ts';
import { ProfileBuilder } from '../model/profile-builder.ts';
import type { Message } from '../model/report.ts';
import type { SeamAnswer } from '../model/seam.ts';
import type { Timeline } from '../model/timeline.ts';
import { type Ask, ask } from './ask.ts';
import { ByteCache } from './cache.ts';
import { answerGraph } from './call-graph.ts';
import { answerCounts } from './counts.ts';
import { answerDetails } from './details.ts';
import { filteredProfile } from './filtered-profile.ts';
import { answerFlame } from './flame.ts';
import { answerLabels } from './labels.ts';
import { LoadedSource, type SourceHead } from './loaded-source.ts';
import { answerMemoryMap } from './memory-map/answer.ts';
import { answerNative } from './native/answer.ts';
import { codeOf } from './native/code-ranges.ts';
import { isWalked } from './native/steps.ts';
import { findPath, scanPath, sumIntervals } from './path.ts';
import { answerPeek } from './peek.ts';
import { type PictureSource, Pictures } from './picture.ts';
import { combineProfiles } from './pprof-report/combine.ts';
import { answerSeam, NO_SEAM, type SeamFacts } from './seam/answer.ts';
import { Merger } from './seam/merger.ts';
import { answerSearch } from './search.ts';
import { chooseMeasures, selectSamples, type TimePlace } from './selection.ts';
import { answerTable, sidesOf } from './table.ts';
import { rangeProblems, retold, seriesInRange, sourcesInRange } from './timeline/follow.ts';
import { Timelines } from './timeline/timelines.ts';
import { sumGroups } from './weights.ts';

interface Sources {
  readonly sources: readonly PictureSource[];
  readonly problems: readonly LensProblem[];
  readonly facts: SeamFacts;
}

/**
 * Answers every question about open profiles, in a worker or in Node. Holds the tables by source key and what was derived
 * from them lately. The buffers of an answer are never used again: the caller may transfer them.
 */
export class Analyst {
  private readonly sources = new Map<string, LoadedSource>();
  private readonly maps = new Map<string, MemoryMap>();
  /** Everything with times; `timelines.tables` by source key. */
  readonly timelines = new Timelines();
  private readonly pictures = new Pictures();
  private readonly ranges = new ByteCache<LoadedSource | null>(2);
  private readonly merger = new Merger();
  private readonly nothing = new LoadedSource(
    { key: '', name: '', flavor: '', isDiff: false },
    new ProfileBuilder([]).finish(),
  );

  /** Takes a source in; one of the same key is replaced. */
  add(head: SourceHead, profile: Profile): void {
    if (this.sources.has(head.key)) this.remove(head.key);
    const source = new LoadedSource(head, profile);
    this.sources.set(head.key, source);
    this.placeCode([source]);
    this.timelines.addSamples(head.key, profile);
  }

  /**
   * Sorts the stacks of a source as the first question will need them, while the page still draws itself. Only for the
   * first two: a series is looked at in pairs, and the rest of it would be sorted in vain.
   */
  sortAhead(key: string): void {
    const source = this.sources.get(key);
    if (source === undefined || this.sources.size > 2) return;
    this.pictures.order(DEFAULT_LENS, source);
  }

  /** Takes the mappings of a process in. */
  addMaps(key: string, maps: MemoryMap): void {
    this.maps.set(key, maps);
    this.placeCode(this.sources.values());
  }

  /** Takes what has times in: a trace, a log of the garbage collector, a series. */
  addTimeline(key: string, timeline: Timeline): void {
    this.timelines.add(key, timeline);
  }

  remove(key: string): void {
    this.sources.delete(key);
    this.timelines.forget(key);
    this.forget(key);
    if (this.maps.delete(key)) this.placeCode(this.sources.values());
  }

  flame({ lens, have }: FlameQuestion): FlameAnswer {
    return answerFlame(this.ask(lens, lens.shape), have);
  }

  /** Counts beside the values of a flame graph: asked for only when they are looked at. */
  counts({ lens }: { readonly lens: Lens }): CountsAnswer | null {
    return answerCounts(this.ask(lens, lens.shape));
  }

  table({ lens, ...how }: TableQuestion): TableAnswer {
    return answerTable(this.ask(lens, 'topdown'), how);
  }

  peek({ lens, name }: { readonly lens: Lens; readonly name: string }): PeekAnswer {
    return answerPeek(this.ask(lens, 'topdown'), name);
  }

  details({ lens, path, series }: DetailsQuestion & { readonly series: readonly string[] }): DetailsAnswer {
    const shown = this.ask(lens, lens.shape);
    const whole = lens.shape === 'topdown' ? shown : this.ask(lens, 'topdown');
    const inRange = seriesInRange(this.timelines, lens, series, (key) => this.sources.get(key));
    const values = inRange.map((source) => {
      const value = lens.merge
        ? this.mergedPathValue(lens, source, series, path)
        : this.pathValue(lens, source, path, shown);
      return { source, value };
    });
    return answerDetails(shown, whole, path, values);
  }

  /** Marks the keys of the picture that `lens` shows; the same keys as in the flame answer of that lens. */
  search({ lens, text }: { readonly lens: Lens; readonly text: string }): SearchAnswer {
    return answerSearch(this.ask(lens, lens.shape), text);
  }

  /** The border between Go and C: bytes per layer and tier, and who calls each wrapper. */
  seam({ lens }: { readonly lens: Lens }): SeamAnswer {
    return answerSeam(this.ask(lens, 'topdown'), this.sourcesOf(lens).facts);
  }

  graph({ lens, nodeCount }: GraphQuestion): GraphAnswer {
    return answerGraph(this.ask(lens, 'topdown'), nodeCount);
  }

  /** What is no leak of the program in the sources of a lens, and how broken their stacks are. */
  native({ lens }: { readonly lens: Lens }): NativeAnswer {
    const of = (keys: readonly string[]) =>
      keys.flatMap((key) => {
        const facts = this.sources.get(key)?.nativeFacts() ?? null;
        return facts === null ? [] : [facts];
      });
    const { compare } = lens;
    if (compare === null) return answerNative(of(lens.sources), null);
    return answerNative(of([compare.after]), of(compare.base === compare.after ? [] : [compare.base]));
  }

  labels({ lens }: { readonly lens: Lens }): LabelsAnswer {
    return answerLabels(this.ask(lens, 'topdown'));
  }

  /** Memory by unit, or the difference of two snapshots; a snapshot that is not open counts as empty and is named. */
  memoryMap({ base, after }: MemoryMapQuestion): MemoryMapAnswer {
    const of = (key: string) => this.maps.get(key) ?? new MemoryMapBuilder().finish();
    const missing = [base, after].filter((key): key is string => key !== null && !this.maps.has(key));
    return { ...answerMemoryMap(base === null ? null : of(base), of(after)), missing };
  }

  /** The filtered tables of what a lens shows, as one profile; a comparison keeps its base under pprof::base. */
  exportProfile(lens: Lens): Result<Profile, Message> {
    const { sources } = this.sourcesOf(lens);
    const filtered = sources.map((s) => ({
      role: s.role,
      profile: filteredProfile(lens, s.source, this.placeOf(lens)),
    }));
    const of = (base: boolean) => filtered.filter((f) => (f.role === 'before') === base).map((f) => f.profile);
    const combined = combineProfiles(of(false), of(true), lens.compare === null ? 'none' : 'diff_base', false);
    return combined.ok ? ok(combined.value.profile) : err(combined.error);
  }

  /** Forgets what was derived from a source, alone or with others. */
  private forget(key: string): void {
    this.ranges.drop(() => true);
    this.pictures.forget(key);
    for (const merged of this.merger.forget(key)) this.pictures.forget(merged);
  }

  /** Tells sources with walked stacks where code lies in their process, as far as a map of it is open. */
  private placeCode(sources: Iterable<LoadedSource>): void {
    for (const source of sources) {
      if (!isWalked(source.head.flavor)) continue;
      if (source.knowCode(codeOf(source.profile, this.maps.values()))) this.forget(source.head.key);
    }
  }

  /** Where the times of samples lie on the axis of a lens. */
  private placeOf(lens: Lens): TimePlace {
    return (key) => this.timelines.shiftOf(lens, key);
  }

  /** A source with figures of the time range alone, where it can be told anew. */
  private retold(lens: Lens, source: LoadedSource): LoadedSource | null {
    if (lens.timeRange === null) return null;
    const id = JSON.stringify([source.head.key, lens.timeRange, lens.timelines, lens.align]);
    return this.ranges.get(
      id,
      () => retold(this.timelines, lens, source),
      () => 1,
    );
  }

  private ask(given: Lens, shape: FlameShape): Ask {
    const sourceOf = (key: string) => this.sources.get(key);
    const lens = { ...given, sources: sourcesInRange(this.timelines, given, sourceOf) };
    const { sources, problems: missing } = this.sourcesOf(lens);
    const question = ask(lens, sources, this.pictures, shape, this.placeOf(lens));
    const shown = sources.map((s) => s.source);
    const problems = [...missing, ...rangeProblems(this.timelines, lens, shown)];
    if (problems.length === 0) return question;
    return { ...question, base: { ...question.base, problems: [...problems, ...question.base.problems] } };
  }

  /** The sources of a lens and what their samples count for; a source that is not open is a problem, not an error. */
  private sourcesOf(lens: Lens): Sources {
    if (lens.merge && lens.compare === null) return this.mergedSources(lens);
    const problems: LensProblem[] = [];
    const found: PictureSource[] = [];
    const take = (key: string, role: PictureSource['role']) => {
      const open = this.sources.get(key);
      const source = open === undefined ? undefined : (this.retold(lens, open) ?? open);
      if (source === undefined) {
        problems.push({ where: 'sources', what: { key: 'analysis.noSource', args: { source: key } } });
      } else found.push({ source, profile: source.prepare(lens).profile, role });
    };
    if (lens.compare !== null && lens.compare.base === lens.compare.after) {
      take(lens.compare.after, this.sources.get(lens.compare.after)?.head.isDiff === true ? 'both' : 'after');
    } else if (lens.compare !== null) {
      take(lens.compare.base, 'before');
      take(lens.compare.after, 'after');
    } else {
      const diff = lens.sources.some((key) => this.sources.get(key)?.head.isDiff === true);
      for (const key of lens.sources) {
        take(key, this.sources.get(key)?.head.isDiff === true ? 'both' : diff ? 'after' : 'plain');
      }
    }
    if (found.length === 0) found.push({ source: this.nothing, profile: this.nothing.profile, role: 'plain' });
    return { sources: found, problems, facts: NO_SEAM };
  }

  /** The sources of a lens as one set. Traces and maps in it show nothing of their own, they tell who called whom. */
  private mergedSources(lens: Lens): Sources {
    const problems: LensProblem[] = [];
    const given: LoadedSource[] = [];
    const timelines = new Map<string, Timeline>();
    for (const key of lens.sources) {
      const source = this.sources.get(key);
      const timeline = this.timelines.tables.get(key);
      if (source !== undefined) given.push(source);
      if (timeline !== undefined) timelines.set(key, timeline);
      if (source === undefined && timeline === undefined && !this.maps.has(key)) {
        problems.push({ where: 'sources', what: { key: 'analysis.noSource', args: { source: key } } });
      }
    }
    const { sources, facts } = this.merger.merge(lens, given, timelines, (to, from) =>
      this.timelines.offsetBetween(lens, to, from),
    );
    const shown = sources.length === 0 ? [this.nothing] : sources;
    return {
      sources: shown.map((source) => ({ source, profile: source.prepare(lens).profile, role: 'plain' })),
      problems,
      facts,
    };
  }

  /** Total of a path in a merged set with one source of a series in place of the one that is shown. */
  private mergedPathValue(lens: Lens, key: string, series: readonly string[], path: readonly string[]): number {
    const sources = lens.sources.map((shown) => (series.includes(shown) ? key : shown));
    const { picture, selections, measures } = this.ask({ ...lens, sources }, lens.shape);
    const [sums] = sidesOf(sumGroups(picture, picture.shape, selections, measures));
    const { groups } = picture.shape;
    return sums === undefined ? 0 : sumIntervals(groups, findPath(groups, picture.keys, path), sums);
  }

  /** Total of a path in one source of a series, in the unit of the question on screen. */
  private pathValue(lens: Lens, key: string, path: readonly string[], shown: Ask): number {
    const source = this.sources.get(key);
    if (source === undefined) return 0;
    const { profile } = source.prepare(lens);
    const asked: Lens = { ...lens, compare: null, sources: [key], sampleType: shown.base.sampleType.type };
    const alone: PictureSource[] = [{ source, profile, role: 'plain' }];
    const chosen = chooseMeasures(asked, alone);
    const [measure] = chosen.of;
    if (measure === undefined || chosen.type.type !== shown.base.sampleType.type) return 0;
    const ratio = unitRatio(chosen.type.unit, shown.base.sampleType.unit);
    const selection = selectSamples(asked, source, this.placeOf(lens));
    const scanned = scanPath(asked, source, lens.shape, path, selection, measure);
    if (scanned !== null) return scanned * ratio;
    const picture = this.pictures.of(asked, alone, lens.shape);
    const [sums] = sidesOf(sumGroups(picture, picture.shape, [selection], [measure]));
    const { groups } = picture.shape;
    return sums === undefined ? 0 : sumIntervals(groups, findPath(groups, picture.keys, path), sums) * ratio;
  }
}
