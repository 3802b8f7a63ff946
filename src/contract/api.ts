import type {
  CountsAnswer,
  DetailsAnswer,
  DetailsQuestion,
  FlameAnswer,
  FlameQuestion,
  LabelsAnswer,
  PeekAnswer,
  SearchAnswer,
  TableAnswer,
  TableQuestion,
} from '../model/answers.ts';
import type { GraphAnswer, GraphQuestion } from '../model/graph-answers.ts';
import type { Lens } from '../model/lens.ts';
import type { MemoryMapAnswer, MemoryMapQuestion } from '../model/map-answers.ts';
import type { MemoryMap } from '../model/maps.ts';
import type { NativeAnswer } from '../model/native.ts';
import type { Profile } from '../model/profile.ts';
import type { ImportReport } from '../model/report.ts';
import type { SeamAnswer } from '../model/seam.ts';
import type { ColumnChoice, SourceFacts } from '../model/source.ts';
import type { Timeline } from '../model/timeline.ts';
import type {
  RangeAnswer,
  TimelineAnswer,
  TimelineQuestion,
  TracksAnswer,
  TracksQuestion,
  TrackTable,
  TrackTableQuestion,
} from '../model/timeline-answers.ts';

export type { ColumnChoice, SourceFacts } from '../model/source.ts';

/** Progress of one file. `total` is the compressed size; `read` counts the same bytes. */
export interface DecodeProgress {
  readonly read: number;
  readonly total: number;
}

/** A file to decode. */
export interface DecodeJob {
  readonly blob: Blob;
  readonly name: string;
  readonly lastModified: number;
  /** Cap of decompressed bytes; Infinity after the user said "go on". */
  readonly maxRawBytes: number;
  readonly legacyDropFrames: boolean;
  /** Columns of a table of values over time, chosen by hand. */
  readonly columns?: ColumnChoice;
}

/** One file of an archive, or the file itself. */
export interface DecodedFile {
  /** Path within the archive, or the file's name. */
  readonly name: string;
  readonly report: ImportReport;
  readonly sources: readonly {
    readonly facts: SourceFacts;
    readonly profile: Profile;
    /** The table of a source of kind 'maps'. */
    readonly maps?: MemoryMap;
  }[];
  /** What has times but no stacks; absent when there is nothing of the kind. */
  readonly timelines?: readonly { readonly facts: SourceFacts; readonly timeline: Timeline }[];
}

/** A worker that reads parts of big texts for another one. */
export interface PartsApi {
  /** Reads a part of a text of the format; `onRead` is called at most every 100 ms. The answer's buffers are transferred. */
  readPart(format: string, blob: Blob, onRead: (bytes: number) => void): Promise<unknown>;
}

export interface DecodeApi {
  /** Serves a `PartsApi` on this port until it is closed. */
  help(port: MessagePort): Promise<void>;
  /**
   * Decodes a file (an archive gives several). `onProgress` is called at most every 100 ms. `helpers` are ports to a
   * `PartsApi` each. The answer's buffers are transferred.
   */
  decode(
    job: DecodeJob,
    onProgress: (progress: DecodeProgress) => void,
    helpers: readonly MessagePort[],
  ): Promise<readonly DecodedFile[]>;
}

export type {
  AnswerBase,
  CountsAnswer,
  DetailsAnswer,
  DetailsQuestion,
  FlameAnswer,
  FlamePicture,
  FlameQuestion,
  LabelBreakdown,
  LabelShare,
  LabelsAnswer,
  LensProblem,
  PeekAnswer,
  PeekRow,
  SearchAnswer,
  TableAnswer,
  TableQuestion,
  TableSort,
} from '../model/answers.ts';

export type { GraphAnswer, GraphEdges, GraphQuestion } from '../model/graph-answers.ts';
export type { MapChange, MapFigures, MapRange, MapUnit, MapUnitRow, MemoryMapAnswer } from '../model/map-answers.ts';
export type { ComparedNotALeak, NativeAnswer } from '../model/native.ts';

export interface AnalyseApi {
  add(facts: SourceFacts, profile: Profile): Promise<void>;
  addMaps(facts: SourceFacts, maps: MemoryMap): Promise<void>;
  addTimeline(facts: SourceFacts, timeline: Timeline): Promise<void>;
  remove(key: string): Promise<void>;
  flame(question: FlameQuestion): Promise<FlameAnswer>;
  /** Null where nothing is counted. */
  counts(question: { readonly lens: Lens }): Promise<CountsAnswer | null>;
  table(question: TableQuestion): Promise<TableAnswer>;
  peek(question: { readonly lens: Lens; readonly name: string }): Promise<PeekAnswer>;
  details(question: DetailsQuestion & { readonly series: readonly string[] }): Promise<DetailsAnswer>;
  search(question: { readonly lens: Lens; readonly text: string; readonly treeId: number }): Promise<SearchAnswer>;
  labels(question: { readonly lens: Lens }): Promise<LabelsAnswer>;
  native(question: { readonly lens: Lens }): Promise<NativeAnswer>;
  seam(question: { readonly lens: Lens }): Promise<SeamAnswer>;
  graph(question: GraphQuestion): Promise<GraphAnswer>;
  timeline(question: TimelineQuestion): Promise<TimelineAnswer>;
  tracks(question: TracksQuestion): Promise<TracksAnswer>;
  trackTable(question: TrackTableQuestion): Promise<TrackTable>;
  /** What happened in the time range of the lens. */
  timeRange(question: { readonly lens: Lens }): Promise<RangeAnswer>;
  memoryMap(question: MemoryMapQuestion): Promise<MemoryMapAnswer>;
  /** The filtered profile as pprof proto, gzip-compressed (diffs keep pprof::base). */
  exportPprof(lens: Lens): Promise<Uint8Array>;
}

/** Where Graphviz put the nodes `n0` … and the edges with ids `e0` … of a DOT text; px, y down. */
export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  /** Centres by node. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Per edge: x, y of a path from caller to callee. */
  readonly paths: readonly Float64Array[];
}

export interface LayoutApi {
  /** Rejects with an error of the name `NoWasm` where the browser does not run WebAssembly. */
  layout(dot: string): Promise<GraphLayout>;
}
