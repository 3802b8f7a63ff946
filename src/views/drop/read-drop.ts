import type { InputFile } from '../../state/session.ts';

/** A chosen or dropped file with its path inside a chosen folder. */
export function inputOf(file: File, path = ''): InputFile {
  return {
    blob: file,
    name: path === '' ? file.webkitRelativePath || file.name : path,
    lastModified: file.lastModified,
  };
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** A reader gives at most 100 entries a call: ask until it gives none. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (batch.length === 0) return all;
    for (const entry of batch) all.push(entry);
  }
}

/** Chromium's other way into a folder, the only one on a page from `file://`; missing in the types and in Firefox. */
interface ItemWithHandle {
  readonly getAsFileSystemHandle?: () => Promise<FileSystemHandle | null>;
}

interface Root {
  readonly entry: FileSystemDirectoryEntry;
  /** Asked for at once, as the drop's items are gone after the event. */
  readonly handle: Promise<FileSystemHandle | null>;
}

/** Every file of what was dropped, folders walked through, in path order. Must be called inside the drop event. */
export function filesOfDrop(transfer: DataTransfer): Promise<readonly InputFile[]> {
  const roots: Root[] = [];
  const loose: File[] = [];
  for (const item of Array.from(transfer.items)) {
    if (item.kind !== 'file') continue;
    const entry = item.webkitGetAsEntry?.() ?? null;
    const file = item.getAsFile();
    if (entry?.isDirectory === true) {
      const handle = (item as ItemWithHandle).getAsFileSystemHandle?.() ?? Promise.resolve(null);
      roots.push({ entry: entry as FileSystemDirectoryEntry, handle: handle.catch(() => null) });
    } else if (file !== null) loose.push(file);
  }
  return walk(roots, loose);
}

async function walk(roots: readonly Root[], loose: readonly File[]): Promise<readonly InputFile[]> {
  const found = loose.map((file) => inputOf(file));
  for (const { entry, handle } of roots) {
    let inside: readonly InputFile[];
    try {
      inside = await filesOfEntry(entry);
    } catch (error) {
      const given = await handle;
      if (given?.kind !== 'directory') throw error;
      inside = await filesOfHandle(given as FileSystemDirectoryHandle);
    }
    for (const file of inside) found.push(file);
  }
  return found;
}

async function filesOfEntry(root: FileSystemDirectoryEntry): Promise<readonly InputFile[]> {
  const found: InputFile[] = [];
  const queue: FileSystemEntry[] = [root];
  for (let i = 0; i < queue.length; i++) {
    const entry = queue[i];
    if (entry === undefined) continue;
    if (entry.isDirectory) {
      for (const child of await entriesOf(entry as FileSystemDirectoryEntry)) queue.push(child);
    } else if (!entry.name.startsWith('.')) {
      found.push(inputOf(await fileOf(entry as FileSystemFileEntry), entry.fullPath.replace(/^\//, '')));
    }
  }
  return found;
}

async function filesOfHandle(root: FileSystemDirectoryHandle): Promise<readonly InputFile[]> {
  const found: InputFile[] = [];
  const queue: { readonly handle: FileSystemDirectoryHandle; readonly path: string }[] = [
    { handle: root, path: root.name },
  ];
  for (let i = 0; i < queue.length; i++) {
    const folder = queue[i];
    if (folder === undefined) continue;
    for await (const child of folder.handle.values()) {
      const path = `${folder.path}/${child.name}`;
      if (child.kind === 'directory') queue.push({ handle: child as FileSystemDirectoryHandle, path });
      else if (!child.name.startsWith('.')) found.push(inputOf(await (child as FileSystemFileHandle).getFile(), path));
    }
  }
  return found;
}
