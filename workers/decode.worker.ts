import '../src/base/polyfills.ts';
import { expose, proxy, type Remote, releaseProxy, transfer, wrap } from 'comlink';
import { apartTotals } from '../src/analysis/native/classes.ts';
import { isWalked } from '../src/analysis/native/steps.ts';
import type { DecodeApi, DecodedFile, PartsApi, SourceFacts } from '../src/contract/api.ts';
import { buffersOf } from '../src/contract/transfer.ts';
import { factsOf, timelineFacts } from '../src/formats/facts.ts';
import { openFile } from '../src/formats/open.ts';
import { type PartHelper, readPart } from '../src/formats/open-parts.ts';
import { FORMATS } from '../src/formats/registry.ts';
import type { Profile } from '../src/model/profile.ts';

const PROGRESS_EVERY_MS = 100;

/** Calls at most every so many ms: each is a message. */
function atTimes(hear: (read: number) => void): (read: number) => void {
  let last = 0;
  return (read) => {
    const now = performance.now();
    if (now - last < PROGRESS_EVERY_MS) return;
    last = now;
    hear(read);
  };
}

const parts: PartsApi = {
  async readPart(format, blob, onRead) {
    const inParts = FORMATS.find((f) => f.id === format)?.inParts;
    if (inParts === undefined) throw new Error(`${format} is not read in parts`);
    const part = await readPart(inParts, blob, atTimes(onRead));
    return transfer(part, buffersOf(part));
  },
};

/** The face of another worker as the opener wants it. */
function helperAt(port: Remote<PartsApi>): PartHelper {
  return { readPart: (format, blob, onRead) => port.readPart(format, blob, proxy(onRead)) };
}

function withApart(facts: SourceFacts, profile: Profile): SourceFacts {
  const apart = isWalked(facts.flavor) ? apartTotals(profile) : null;
  return apart === null ? facts : { ...facts, apart };
}

const api: DecodeApi = {
  help: async (port) => expose(parts, port),
  async decode(job, onProgress, ports) {
    const remotes = ports.map((port) => wrap<PartsApi>(port));
    const hear = atTimes((read) => onProgress({ read, total: job.blob.size }));
    const opened = await openFile(job, hear, remotes.map(helperAt));
    for (const remote of remotes) remote[releaseProxy]();
    const files = opened.map(
      (file): DecodedFile => ({
        name: file.name,
        report: file.report,
        sources: file.sources.map((source, i) => ({
          facts: withApart(factsOf(file, source, i), source.profile),
          profile: source.profile,
          ...(source.maps === undefined ? {} : { maps: source.maps }),
        })),
        ...(file.timelines.length === 0
          ? {}
          : {
              timelines: file.timelines.map((source, i) => ({
                facts: timelineFacts(file, source, i),
                timeline: source.timeline,
              })),
            }),
      }),
    );
    return transfer(files, buffersOf(files));
  },
};

expose(api);
