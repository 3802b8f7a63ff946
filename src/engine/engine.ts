import { proxy, transfer } from 'comlink';
import { LatestOnly } from '../base/latest.ts';
import type {
  AnalyseApi,
  CountsAnswer,
  DecodeApi,
  DecodedFile,
  DecodeJob,
  DecodeProgress,
  DetailsAnswer,
  DetailsQuestion,
  FlameAnswer,
  FlameQuestion,
  GraphAnswer,
  GraphLayout,
  GraphQuestion,
  LabelsAnswer,
  LayoutApi,
  NativeAnswer,
  PeekAnswer,
  SearchAnswer,
  SourceFacts,
  TableAnswer,
  TableQuestion,
} from '../contract/api.ts';
import { buffersOf } from '../contract/transfer.ts';
import { DEFAULT_LENS, type Lens } from '../model/lens.ts';
import type { MemoryMapAnswer, MemoryMapQuestion } from '../model/map-answers.ts';
import type { MemoryMap } from '../model/maps.ts';
import type { SeamAnswer } from '../model/seam.ts';
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
import { type Spawned, spawnAnalyst, spawnDecoder, spawnLayout } from './spawn.ts';

/** A running decode; `cancel` ends its worker, the promise then resolves to null. */
export interface DecodeTicket {
  readonly done: Promise<readonly DecodedFile[] | null>;
  cancel(): void;
}

const MAX_DECODERS = 2;
/** Files from here on are read by several workers, where the format can be cut and there are cores. */
const HELPED_FROM_BYTES = 32 * 1024 * 1024;
/** More workers than this wait for the disk and for each other. */
const MAX_SCANNERS = 4;
const WARM_KEY = 'warm';
const WARM_TURNS = 2;
const WARM_NODES = 80;

/** A port on which a worker reads parts for another. */
async function portOf(helper: Spawned<DecodeApi>): Promise<MessagePort> {
  const { port1, port2 } = new MessageChannel();
  await helper.api.help(transfer(port1, [port1]));
  return port2;
}

/**
 * Main-thread client of the workers: spawns them, queues decodes, owns the analysis worker and lets only the newest
 * question of a kind run. Implements nothing of decoding or analysis.
 */
export class Engine {
  private readonly idleDecoders: Promise<Spawned<DecodeApi>>[] = [];
  private running = 0;
  /** Workers beside those of `running`, which read parts of big files. */
  private helping = 0;
  /** A real file was asked for. */
  private used = false;
  private readonly waiting: (() => void)[] = [];
  private analyst: Promise<Spawned<AnalyseApi>> | undefined;
  private layouter: Promise<Spawned<LayoutApi>> | undefined;
  private layingOut = false;
  private readonly queues = new Map<string, LatestOnly>();

  /**
   * Starts the workers before the first file comes and lets them open made-up files a few times, until their hot
   * loops are compiled; it stops when a real file comes. Together with views whose code
   * was fetched ahead this took a file of 1,000 samples from 560 to 150–200 ms.
   */
  async warm(): Promise<void> {
    if (this.analyst !== undefined || this.running > 0) return;
    this.analyst = spawnAnalyst();
    const decoders = Array.from({ length: MAX_DECODERS }, () => spawnDecoder());
    this.idleDecoders.push(...decoders);
    const [{ warmProfile }, { warmText }] = await Promise.all([import('./warm-profile.ts'), import('./warm-text.ts')]);
    const blobs = [new Blob([warmProfile()]), new Blob([warmText()])];
    for (let turn = 0; turn < WARM_TURNS; turn++) {
      for (const blob of blobs) if (!(await this.warmWith(blob, decoders))) return;
    }
  }

  /** Lets every decoder open a made-up file and the analysis answer for it; false once a real file was asked for. */
  private async warmWith(blob: Blob, decoders: readonly Promise<Spawned<DecodeApi>>[]): Promise<boolean> {
    const job = { blob, name: '', lastModified: 0, maxRawBytes: Number.POSITIVE_INFINITY, legacyDropFrames: false };
    const { api } = await this.analysis();
    const decoded = await Promise.all(
      decoders.map(async (spawning) => {
        const decoder = await spawning;
        return this.used
          ? []
          : decoder.api.decode(
              job,
              proxy(() => undefined),
              [],
            );
      }),
    );
    const source = decoded[0]?.[0]?.sources[0];
    if (this.used || source === undefined) return false;
    const facts = { ...source.facts, key: WARM_KEY };
    await api.add(facts, source.profile);
    const lens: Lens = { ...DEFAULT_LENS, sources: [WARM_KEY] };
    await api.flame({ lens, have: -1 });
    await api.graph({ lens, nodeCount: WARM_NODES });
    await api.remove(WARM_KEY);
    return true;
  }

  decode(job: DecodeJob, onProgress: (progress: DecodeProgress) => void): DecodeTicket {
    this.used = true;
    let cancelled = false;
    let stop: (() => void) | undefined;
    let settle: (value: null) => void = () => undefined;
    const aborted = new Promise<null>((resolve) => {
      settle = resolve;
    });
    const work = async (): Promise<readonly DecodedFile[] | null> => {
      await this.enter();
      if (cancelled) {
        this.leave();
        return null;
      }
      const decoder = await (this.idleDecoders.pop() ?? spawnDecoder());
      const team = [decoder, ...(await this.helpersFor(job))];
      let alive = true;
      stop = () => {
        alive = false;
        for (const member of team) member.stop();
        this.helping -= team.length - 1;
        this.leave();
      };
      if (cancelled) {
        stop();
        return null;
      }
      try {
        const ports = await Promise.all(team.slice(1).map(portOf));
        return await decoder.api.decode(job, proxy(onProgress), transfer(ports, ports));
      } finally {
        if (alive) {
          stop = undefined;
          this.idleDecoders.push(...team.map((member) => Promise.resolve(member)));
          this.helping -= team.length - 1;
          this.leave();
        }
      }
    };
    return {
      done: Promise.race([work(), aborted]),
      cancel: () => {
        cancelled = true;
        stop?.();
        settle(null);
      },
    };
  }

  /** Ends decoders that are not needed, to give their memory back. */
  rest(): void {
    if (this.running > 0) return;
    for (const decoder of this.idleDecoders.splice(0)) void decoder.then((d) => d.stop());
  }

  async add(facts: SourceFacts, profile: DecodedFile['sources'][number]['profile']): Promise<void> {
    const { api } = await this.analysis();
    await api.add(facts, transfer(profile, buffersOf(profile)));
  }

  async addMaps(facts: SourceFacts, maps: MemoryMap): Promise<void> {
    const { api } = await this.analysis();
    await api.addMaps(facts, transfer(maps, buffersOf(maps)));
  }

  async addTimeline(facts: SourceFacts, timeline: Timeline): Promise<void> {
    const { api } = await this.analysis();
    await api.addTimeline(facts, transfer(timeline, buffersOf(timeline)));
  }

  async remove(key: string): Promise<void> {
    const { api } = await this.analysis();
    await api.remove(key);
  }

  flame(question: FlameQuestion): Promise<FlameAnswer | undefined> {
    return this.ask('flame', (api) => api.flame(question));
  }
  counts(question: { lens: Lens }): Promise<CountsAnswer | null | undefined> {
    return this.ask('counts', (api) => api.counts(question));
  }
  table(question: TableQuestion): Promise<TableAnswer | undefined> {
    return this.ask('table', (api) => api.table(question));
  }
  peek(question: { lens: Lens; name: string }): Promise<PeekAnswer | undefined> {
    return this.ask('peek', (api) => api.peek(question));
  }
  details(question: DetailsQuestion & { readonly series: readonly string[] }): Promise<DetailsAnswer | undefined> {
    return this.ask('details', (api) => api.details(question));
  }
  search(question: { lens: Lens; text: string; treeId: number }): Promise<SearchAnswer | undefined> {
    return this.ask('search', (api) => api.search(question));
  }
  labels(question: { lens: Lens }): Promise<LabelsAnswer | undefined> {
    return this.ask('labels', (api) => api.labels(question));
  }
  seam(question: { lens: Lens }): Promise<SeamAnswer | undefined> {
    return this.ask('seam', (api) => api.seam(question));
  }
  native(question: { lens: Lens }): Promise<NativeAnswer | undefined> {
    return this.ask('native', (api) => api.native(question));
  }
  graph(question: GraphQuestion): Promise<GraphAnswer | undefined> {
    return this.ask('graph', (api) => api.graph(question));
  }

  /** Starts the layout worker and lets it place a small graph, so that neither is part of the first one. */
  warmLayout(): void {
    if (this.layouter !== undefined) return;
    this.layouter = spawnLayout();
    const warm = Promise.all([this.layouter, import('./warm-graph.ts')]);
    void warm.then(([{ api }, { warmGraph }]) => api.layout(warmGraph())).catch(() => undefined);
  }

  /** Lays out a DOT text. A newer call ends the worker of an unfinished one, whose promise then never settles. */
  async layout(dot: string): Promise<GraphLayout> {
    this.cancelLayout();
    this.layouter ??= spawnLayout();
    this.layingOut = true;
    const mine = this.layouter;
    try {
      return await (await mine).api.layout(dot);
    } finally {
      if (this.layouter === mine) this.layingOut = false;
    }
  }

  /** Ends a layout that is not needed any more. */
  cancelLayout(): void {
    if (!this.layingOut) return;
    const busy = this.layouter;
    this.layouter = undefined;
    this.layingOut = false;
    void busy?.then((worker) => worker.stop());
  }

  timeline(question: TimelineQuestion): Promise<TimelineAnswer | undefined> {
    return this.ask('timeline', (api) => api.timeline(question));
  }
  /** `place`: who asks, so that the strip and the view do not take each other's answers away. */
  tracks(question: TracksQuestion, place: string): Promise<TracksAnswer | undefined> {
    return this.ask(`tracks ${place}`, (api) => api.tracks(question));
  }
  trackTable(question: TrackTableQuestion, place: string): Promise<TrackTable | undefined> {
    return this.ask(`track table ${place}`, (api) => api.trackTable(question));
  }
  timeRange(question: { readonly lens: Lens }): Promise<RangeAnswer | undefined> {
    return this.ask('time range', (api) => api.timeRange(question));
  }
  memoryMap(question: MemoryMapQuestion): Promise<MemoryMapAnswer | undefined> {
    return this.ask('maps', (api) => api.memoryMap(question));
  }
  exportPprof(lens: Lens): Promise<Uint8Array | undefined> {
    return this.ask('export', (api) => api.exportPprof(lens));
  }

  private analysis(): Promise<Spawned<AnalyseApi>> {
    return (this.analyst ??= spawnAnalyst());
  }

  private ask<A>(kind: string, question: (api: Spawned<AnalyseApi>['api']) => Promise<A>): Promise<A | undefined> {
    let queue = this.queues.get(kind);
    if (queue === undefined) this.queues.set(kind, (queue = new LatestOnly()));
    return queue.run(async () => question((await this.analysis()).api));
  }

  private enter(): Promise<void> {
    if (this.running < MAX_DECODERS) {
      this.running++;
      return Promise.resolve();
    }
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  /** Workers that help with a big file, as far as there are cores that nobody uses. */
  private helpersFor(job: DecodeJob): Promise<Spawned<DecodeApi>[]> {
    const cores = Math.min(MAX_SCANNERS, navigator.hardwareConcurrency ?? MAX_DECODERS);
    const count = job.blob.size < HELPED_FROM_BYTES ? 0 : Math.max(0, cores - this.running - this.helping);
    this.helping += count;
    return Promise.all(Array.from({ length: count }, () => this.idleDecoders.pop() ?? spawnDecoder()));
  }

  private leave(): void {
    const next = this.waiting.shift();
    if (next === undefined) this.running--;
    else next();
  }
}
