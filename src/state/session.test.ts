import { describe, expect, it } from 'vitest';
import type { DecodedFile, SourceFacts } from '../contract/api.ts';
import type { DecodeTicket, Engine } from '../engine/engine.ts';
import type { ImportReport } from '../model/report.ts';
import { createSession, type InputFile } from './session.ts';

const report = { format: 'pprof' } as unknown as ImportReport;
const file = (name: string): InputFile => ({ blob: new Blob(['x']), name, lastModified: 0 });
const facts = (key: string, fileName: string) => ({ key, fileName, name: '' }) as unknown as SourceFacts;
const decoded = (name: string, keys: readonly string[], lost = false): readonly DecodedFile[] => [
  {
    name,
    report: lost ? { ...report, error: { what: { key: 'x' } } } : report,
    sources: keys.map((key) => ({ facts: facts(key, name), profile: {} as never })),
  },
];

/** An engine whose decodes are settled by the test. */
function fakeEngine(answers: Record<string, readonly DecodedFile[] | Error | 'never'>) {
  const added: string[] = [];
  const removed: string[] = [];
  const engine = {
    decode(job: { name: string }): DecodeTicket {
      let cancel: () => void = () => undefined;
      const answer = answers[job.name];
      const done = new Promise<readonly DecodedFile[] | null>((resolve, reject) => {
        cancel = () => resolve(null);
        if (answer instanceof Error) reject(answer);
        else if (answer !== 'never') resolve(answer ?? []);
      });
      return { done, cancel: () => cancel() };
    },
    async add(f: SourceFacts) {
      added.push(f.key);
    },
    async remove(key: string) {
      removed.push(key);
    },
  };
  return { engine: engine as unknown as Engine, added, removed };
}

describe('session', () => {
  it('keeps a good file open beside a refused and a crashed one', async () => {
    const { engine } = fakeEngine({
      good: decoded('good', ['g.0']),
      bad: decoded('bad', [], true),
      boom: new Error('worker died'),
    });
    const session = createSession(engine);
    const keys = await session.open([file('good'), file('bad'), file('boom')]);
    expect(keys).toEqual([['g.0'], [], []]);
    const { files, sources } = session.store.getState();
    expect(files.map((f) => f.status)).toEqual(['read', 'refused', 'refused']);
    expect(files[2]?.crash?.key).toBe('state.crash');
    expect(sources.map((s) => s.title)).toEqual(['good']);
  });

  it('says partial when something was lost', async () => {
    const { engine } = fakeEngine({ cut: decoded('cut', ['c.0'], true) });
    const session = createSession(engine);
    await session.open([file('cut')]);
    expect(session.store.getState().files[0]?.status).toBe('partial');
  });

  it('cancels a file and leaves the others', async () => {
    const { engine } = fakeEngine({ big: 'never', small: decoded('small', ['s.0']) });
    const session = createSession(engine);
    const opening = session.open([file('big'), file('small')]);
    session.cancel(session.store.getState().files[0]?.id ?? '');
    expect(await opening).toEqual([[], ['s.0']]);
    expect(session.store.getState().files.map((f) => f.status)).toEqual(['cancelled', 'read']);
  });

  it('opens equal content once', async () => {
    const { engine, added } = fakeEngine({ a: decoded('a', ['same.0']), b: decoded('b', ['same.0']) });
    const session = createSession(engine);
    await session.open([file('a')]);
    expect(await session.open([file('b')])).toEqual([['same.0']]);
    expect(added).toEqual(['same.0']);
    expect(session.store.getState().sources).toHaveLength(1);
  });

  it('takes the file away with its last source', async () => {
    const { engine, removed } = fakeEngine({ zip: decoded('zip', ['z.0', 'z.1']) });
    const session = createSession(engine);
    await session.open([file('zip')]);
    session.removeSource('z.0');
    expect(session.store.getState().files).toHaveLength(1);
    session.removeSource('z.1');
    expect(session.store.getState()).toEqual({ files: [], sources: [] });
    expect(removed).toEqual(['z.0', 'z.1']);
  });
});
