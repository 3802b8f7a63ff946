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

/** Every file of what was dropped, folders walked through, in path order. Must be called inside the drop event. */
export function filesOfDrop(transfer: DataTransfer): Promise<readonly InputFile[]> {
  const roots: FileSystemEntry[] = [];
  const loose: File[] = [];
  for (const item of Array.from(transfer.items)) {
    if (item.kind !== 'file') continue;
    const entry = item.webkitGetAsEntry?.() ?? null;
    const file = item.getAsFile();
    if (entry?.isDirectory === true) roots.push(entry);
    else if (file !== null) loose.push(file);
  }
  return walk(roots, loose);
}

async function walk(roots: readonly FileSystemEntry[], loose: readonly File[]): Promise<readonly InputFile[]> {
  const found = loose.map((file) => inputOf(file));
  const queue = [...roots];
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
