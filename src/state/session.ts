import { createStore } from 'zustand/vanilla';
import type { ColumnChoice, SourceFacts } from '../contract/api.ts';
import type { DecodeTicket, Engine } from '../engine/engine.ts';
import type { ImportReport, Message } from '../model/report.ts';

export type FileStatus = 'waiting' | 'reading' | 'read' | 'partial' | 'refused' | 'cancelled';

/** A part of a dropped file: the file itself, or one member of an archive. */
export interface FilePart {
  readonly name: string;
  readonly report: ImportReport;
  readonly sourceKeys: readonly string[];
}

export interface FileEntry {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly lastModified: number;
  readonly status: FileStatus;
  /** Compressed bytes read so far. */
  readonly read: number;
  /** performance.now() when reading began. */
  readonly startedAt: number;
  readonly parts: readonly FilePart[];
  /** Our own failure (a worker that died), not the file's. */
  readonly crash: Message | null;
}

export interface SourceEntry {
  readonly facts: SourceFacts;
  readonly fileId: string;
  /** Shown name; the user may change it. */
  readonly title: string;
}

export interface SessionState {
  readonly files: readonly FileEntry[];
  readonly sources: readonly SourceEntry[];
}

/** What the user gave: a file and its path within a dropped folder. */
export interface InputFile {
  readonly blob: Blob;
  readonly name: string;
  readonly lastModified: number;
}

/** Default cap of decompressed bytes: real profiles stay far below; the user may raise it per file. */
export const MAX_RAW_BYTES = 4 * 1024 ** 3;

/** Sources on their way to the analysis worker at a time: waiting for each would cost a turn of both threads. */
const ADDED_AT_ONCE = 16;

let nextFile = 1;

/** What is open. Tables are not in here: they live in the analysis worker, the store holds facts and reports. */
export function createSession(engine: Engine) {
  const store = createStore<SessionState>(() => ({ files: [], sources: [] }));
  const tickets = new Map<string, DecodeTicket>();
  const blobs = new Map<string, InputFile>();

  const patch = (id: string, change: Partial<FileEntry>) =>
    store.setState((s) => ({ files: s.files.map((f) => (f.id === id ? { ...f, ...change } : f)) }));

  const read = async (
    id: string,
    input: InputFile,
    maxRawBytes: number,
    columns?: ColumnChoice,
  ): Promise<readonly string[]> => {
    const { blob, name, lastModified } = input;
    const job = { blob, name, lastModified, maxRawBytes, legacyDropFrames: false };
    const ticket = engine.decode(columns === undefined ? job : { ...job, columns }, (progress) =>
      patch(id, { read: progress.read }),
    );
    tickets.set(id, ticket);
    patch(id, { status: 'reading', startedAt: performance.now() });
    try {
      const decoded = await ticket.done;
      if (decoded === null) {
        patch(id, { status: 'cancelled' });
        return [];
      }
      const keys: string[] = [];
      const parts: FilePart[] = [];
      const fresh: SourceEntry[] = [];
      const adding: Promise<void>[] = [];
      const send = async (added: Promise<void>): Promise<void> => {
        adding.push(added);
        if (adding.length >= ADDED_AT_ONCE) await Promise.all(adding.splice(0));
      };
      for (const part of decoded) {
        const partKeys: string[] = [];
        for (const { facts, profile, maps } of part.sources) {
          partKeys.push(facts.key);
          keys.push(facts.key);
          const known = store.getState().sources.some((s) => s.facts.key === facts.key);
          if (known || fresh.some((s) => s.facts.key === facts.key)) continue;
          await send(maps === undefined ? engine.add(facts, profile) : engine.addMaps(facts, maps));
          fresh.push({ facts, fileId: id, title: titleOf(facts) });
        }
        for (const { facts, timeline } of part.timelines ?? []) {
          partKeys.push(facts.key);
          keys.push(facts.key);
          const known = store.getState().sources.some((s) => s.facts.key === facts.key);
          if (known || fresh.some((s) => s.facts.key === facts.key)) continue;
          await send(engine.addTimeline(facts, timeline));
          fresh.push({ facts, fileId: id, title: titleOf(facts) });
        }
        parts.push({ name: part.name, report: part.report, sourceKeys: partKeys });
      }
      await Promise.all(adding);
      const lost = parts.some((p) => p.report.error !== undefined);
      const status: FileStatus = keys.length === 0 ? 'refused' : lost ? 'partial' : 'read';
      store.setState((s) => ({
        sources: [...s.sources, ...fresh],
        files: s.files.map((f) => (f.id === id ? { ...f, status, parts, read: f.size } : f)),
      }));
      return keys;
    } catch (error) {
      patch(id, { status: 'refused', crash: { key: 'state.crash', args: { text: String(error) } } });
      return [];
    } finally {
      tickets.delete(id);
    }
  };

  return {
    store,
    /** Opens files beside what is open; resolves to the source keys of each file, in the order given. */
    async open(inputs: readonly InputFile[], maxRawBytes = MAX_RAW_BYTES): Promise<readonly (readonly string[])[]> {
      const entries = inputs.map((input): FileEntry => {
        const id = `f${nextFile++}`;
        blobs.set(id, input);
        return {
          id,
          name: input.name,
          size: input.blob.size,
          lastModified: input.lastModified,
          status: 'waiting',
          read: 0,
          startedAt: 0,
          parts: [],
          crash: null,
        };
      });
      store.setState((s) => ({ files: [...s.files, ...entries] }));
      const keys = await Promise.all(entries.map((e, i) => read(e.id, inputs[i] as InputFile, maxRawBytes)));
      return keys;
    },
    /** Reads a file again without the cap of decompressed bytes. */
    async openUncapped(id: string): Promise<readonly string[]> {
      const input = blobs.get(id);
      return input === undefined ? [] : read(id, input, Number.POSITIVE_INFINITY);
    },
    /** Reads a table of values over time again with other columns; its source keeps its key and its place. */
    async openColumns(id: string, columns: ColumnChoice): Promise<void> {
      const input = blobs.get(id);
      if (input === undefined) return;
      const gone = store.getState().sources.filter((s) => s.fileId === id);
      for (const s of gone) await engine.remove(s.facts.key);
      store.setState((s) => ({ sources: s.sources.filter((x) => x.fileId !== id) }));
      await read(id, input, MAX_RAW_BYTES, columns);
    },
    cancel(id: string): void {
      tickets.get(id)?.cancel();
    },
    /** Takes a source away; its file goes when it was the last. The blob stays for `restore`. */
    removeSource(key: string): void {
      void engine.remove(key);
      store.setState((s) => {
        const gone = s.sources.find((x) => x.facts.key === key);
        const sources = s.sources.filter((x) => x.facts.key !== key);
        const fileEmpty = gone !== undefined && !sources.some((x) => x.fileId === gone.fileId);
        return { sources, files: fileEmpty ? s.files.filter((f) => f.id !== gone.fileId) : s.files };
      });
    },
    removeFile(id: string): void {
      tickets.get(id)?.cancel();
      for (const s of store.getState().sources) if (s.fileId === id) void engine.remove(s.facts.key);
      store.setState((s) => ({
        files: s.files.filter((f) => f.id !== id),
        sources: s.sources.filter((x) => x.fileId !== id),
      }));
    },
    rename(key: string, title: string): void {
      store.setState((s) => ({ sources: s.sources.map((x) => (x.facts.key === key ? { ...x, title } : x)) }));
    },
    /** What was dropped for a file, to reopen it after "remove" or to keep it in the recent list. */
    input(id: string): InputFile | undefined {
      return blobs.get(id);
    },
  };
}

export type Session = ReturnType<typeof createSession>;

function titleOf(facts: SourceFacts): string {
  const file = facts.fileName.slice(facts.fileName.lastIndexOf('/') + 1);
  return facts.name === '' ? file : `${file} · ${facts.name}`;
}
