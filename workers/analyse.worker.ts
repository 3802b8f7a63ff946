import '../src/base/polyfills.ts';
import { expose, transfer } from 'comlink';
import * as pako from 'pako';
import { Analyst } from '../src/analysis/analyst.ts';
import type { AnalyseApi } from '../src/contract/api.ts';
import { buffersOf } from '../src/contract/transfer.ts';
import { encodePprof } from '../src/formats/pprof/encode.ts';

const analyst = new Analyst();

/** An answer's buffers are its own: the analyst never touches them again. */
const moved = <T>(answer: T): T => transfer(answer, buffersOf(answer));

/** Old browsers have no CompressionStream; pako gives the same format. */
async function gzip(bytes: Uint8Array): Promise<Uint8Array> {
  if (typeof CompressionStream === 'undefined') return pako.gzip(bytes);
  const stream = new Blob([new Uint8Array(bytes)]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

const api: AnalyseApi = {
  async add(facts, profile) {
    analyst.add(facts, profile);
    // After the answer to this call is on its way.
    setTimeout(() => analyst.sortAhead(facts.key), 0);
  },
  addMaps: async (facts, maps) => analyst.addMaps(facts.key, maps),
  addTimeline: async (facts, timeline) => analyst.addTimeline(facts.key, timeline),
  remove: async (key) => analyst.remove(key),
  flame: async (question) => moved(analyst.flame(question)),
  counts: async (question) => moved(analyst.counts(question)),
  table: async (question) => moved(analyst.table(question)),
  peek: async (question) => analyst.peek(question),
  details: async (question) => analyst.details(question),
  search: async (question) => moved(analyst.search(question)),
  labels: async (question) => analyst.labels(question),
  seam: async (question) => moved(analyst.seam(question)),
  native: async (question) => analyst.native(question),
  graph: async (question) => moved(analyst.graph(question)),
  timeline: async (question) => analyst.timelines.overview(question),
  tracks: async (question) => moved(analyst.timelines.pictures(question)),
  trackTable: async (question) => moved(analyst.timelines.table(question)),
  timeRange: async (question) => analyst.timelines.range(question),
  memoryMap: async (question) => analyst.memoryMap(question),
  async exportPprof(lens) {
    const profile = analyst.exportProfile(lens);
    if (!profile.ok) throw new Error(profile.error.key);
    return moved(await gzip(encodePprof(profile.value)));
  },
};

expose(api);
