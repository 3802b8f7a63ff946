import '../src/base/polyfills.ts';
import { expose, transfer } from 'comlink';
import type { DecodeApi, DecodedFile } from '../src/contract/api.ts';
import { buffersOf } from '../src/contract/transfer.ts';
import { factsOf } from '../src/formats/facts.ts';
import { openFile } from '../src/formats/open.ts';

const PROGRESS_EVERY_MS = 100;

const api: DecodeApi = {
  async decode(job, onProgress) {
    let last = 0;
    const opened = await openFile(job, (read) => {
      const now = performance.now();
      if (now - last < PROGRESS_EVERY_MS) return;
      last = now;
      onProgress({ read, total: job.blob.size });
    });
    const files = opened.map(
      (file): DecodedFile => ({
        name: file.name,
        report: file.report,
        sources: file.sources.map((source, i) => ({
          facts: factsOf(file, source, i),
          profile: source.profile,
          ...(source.maps === undefined ? {} : { maps: source.maps }),
        })),
        ...(file.timelines.length === 0 ? {} : { timelines: file.timelines }),
      }),
    );
    return transfer(files, buffersOf(files));
  },
};

expose(api);
