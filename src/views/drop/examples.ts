import type { InputFile } from '../../state/session.ts';

/** A set of bundled captures of one real program; `size` in bytes as they are opened. */
export interface Example {
  readonly id: 'pair' | 'series' | 'goroutines';
  readonly files: number;
  readonly size: number;
}

export const EXAMPLES: readonly Example[] = [
  { id: 'pair', files: 2, size: 8105 },
  { id: 'series', files: 6, size: 26179 },
  { id: 'goroutines', files: 1, size: 13216 },
];

function blobOf(base64: string): Blob {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return new Blob([bytes]);
}

/** The files of an example: they are part of the page, nothing is fetched from elsewhere. */
export async function loadExample(id: Example['id']): Promise<readonly InputFile[]> {
  const { EXAMPLE_FILES } = await import('./example-files.ts');
  return EXAMPLE_FILES[id].map(([name, data]) => ({ blob: blobOf(data), name, lastModified: 0 }));
}
