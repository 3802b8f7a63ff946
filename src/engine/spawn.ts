import { type Remote, wrap } from 'comlink';
import type { AnalyseApi, DecodeApi, LayoutApi } from '../contract/api.ts';

/** A worker with its typed face. `stop` ends it at once, whatever it does. */
export interface Spawned<T> {
  readonly api: Remote<T>;
  stop(): void;
}

function spawned<T>(worker: Worker): Spawned<T> {
  return { api: wrap<T>(worker), stop: () => worker.terminate() };
}

/** Workers are blobs in both builds: a worker loaded by URL would not inherit the page's CSP. Their text is a lazy chunk. */
export async function spawnDecoder(): Promise<Spawned<DecodeApi>> {
  const { default: DecodeWorker } = await import('../../workers/decode.worker.ts?worker&inline');
  return spawned<DecodeApi>(new DecodeWorker());
}

export async function spawnAnalyst(): Promise<Spawned<AnalyseApi>> {
  const { default: AnalyseWorker } = await import('../../workers/analyse.worker.ts?worker&inline');
  return spawned<AnalyseApi>(new AnalyseWorker());
}

export async function spawnLayout(): Promise<Spawned<LayoutApi>> {
  const { default: LayoutWorker } = await import('../../workers/layout.worker.ts?worker&inline');
  return spawned<LayoutApi>(new LayoutWorker());
}
