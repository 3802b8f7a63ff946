import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { InputFile } from './session.ts';

/** Files that were opened together, kept in this browser because the user asked for it. */
export interface RecentSet {
  readonly id: number;
  readonly when: number;
  readonly files: readonly { readonly name: string; readonly lastModified: number; readonly blob: Blob }[];
}

interface Schema extends DBSchema {
  sets: { key: number; value: RecentSet };
}

const KEEP = 8;
const MAX_BYTES = 256 * 1024 ** 2;

let opened: Promise<IDBPDatabase<Schema>> | undefined;

function database(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>('leaklens', 1, {
    upgrade: (db) => void db.createObjectStore('sets', { keyPath: 'id' }),
  });
  return opened;
}

/** Newest first; empty where the browser has no storage for this page. */
export async function listRecent(): Promise<readonly RecentSet[]> {
  try {
    return (await (await database()).getAll('sets')).sort((a, b) => b.when - a.when);
  } catch {
    return [];
  }
}

function namesOf(files: RecentSet['files']): string {
  return files.map((f) => `${f.name} ${f.blob.size}`).join('\n');
}

/** Keeps what was opened; the oldest sets go when there are too many. Large sets are not kept. Never throws. */
export async function keepRecent(inputs: readonly InputFile[]): Promise<void> {
  const bytes = inputs.reduce((sum, f) => sum + f.blob.size, 0);
  if (inputs.length === 0 || bytes > MAX_BYTES) return;
  try {
    const db = await database();
    const files = inputs.map(({ name, lastModified, blob }) => ({ name, lastModified, blob }));
    const now = Date.now();
    const all = [...(await listRecent())];
    for (const old of all.filter((set) => namesOf(set.files) === namesOf(files))) await db.delete('sets', old.id);
    for (const old of all.slice(KEEP - 1)) await db.delete('sets', old.id);
    await db.put('sets', { id: now, when: now, files });
  } catch {
    // Private windows refuse storage; the list is a convenience.
  }
}

export async function forgetRecent(id?: number): Promise<void> {
  try {
    const db = await database();
    await (id === undefined ? db.clear('sets') : db.delete('sets', id));
  } catch {
    // As above.
  }
}
