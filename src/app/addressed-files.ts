import type { InputFile } from '../state/session.ts';

/**
 * Fetches the files that stand in the address (`#u=heap.pb.gz`): same-origin, relative paths only, as `leaklens open`
 * and a static site with files beside it use them. A file that cannot be had is opened as an empty one, so that the
 * import report says so by name.
 */
export async function openAddressed(
  paths: readonly string[],
  open: (files: readonly InputFile[]) => Promise<unknown>,
): Promise<void> {
  const files = await Promise.all(
    paths.map(async (path): Promise<InputFile> => {
      const name = decodeURIComponent(path.slice(path.lastIndexOf('/') + 1));
      try {
        const response = await fetch(new URL(path, document.baseURI), { credentials: 'same-origin' });
        const modified = Date.parse(response.headers.get('last-modified') ?? '');
        const blob = response.ok ? await response.blob() : new Blob([]);
        return { blob, name, lastModified: Number.isNaN(modified) ? 0 : modified };
      } catch {
        return { blob: new Blob([]), name, lastModified: 0 };
      }
    }),
  );
  await open(files);
}
