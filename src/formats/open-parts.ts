import { ReportBuilder } from '../model/report-builder.ts';
import type { AnySource } from '../model/source.ts';
import { BlobChunks } from './byte-source.ts';
import type { ByteSource, InParts } from './format.ts';

/** Smaller files are read by one worker: the others would be started for nothing. */
export const PARTS_FROM_BYTES = 32 * 1024 * 1024;
/** Length of this worker's own part beside those of the helpers: it also puts the parts together. */
const OWN_SHARE = 0.8;
/** How far a border is looked for. */
const BORDER_BYTES = 1 << 20;

/** Reads a part of a file in another worker. */
export interface PartHelper {
  /** `blob` is the part; resolves to what the format's reader made of it. `onRead` hears the bytes read so far. */
  readPart(format: string, blob: Blob, onRead: (bytes: number) => void): Promise<unknown>;
}

/** A blob as the source of a decoder. */
export function blobSource(
  blob: Blob,
  name: string,
  lastModified: number,
  onRead: (bytes: number) => void,
): ByteSource {
  return Object.assign(new BlobChunks(blob, onRead), { name, lastModified });
}

/** Reads one part for another worker. */
export async function readPart(
  inParts: InParts<unknown>,
  blob: Blob,
  onRead: (bytes: number) => void,
): Promise<unknown> {
  const reader = inParts.reader(new ReportBuilder(), false);
  await reader.read(blobSource(blob, '', 0, onRead));
  return reader.part();
}

/**
 * Reads a plain text with all helpers at once, each a part of its own and this worker the first; the parts are put
 * together in the file's order. Places in the report are those of the file.
 */
export async function readInParts(
  format: { readonly id: string; readonly inParts: InParts<unknown> },
  file: { readonly blob: Blob; readonly name: string; readonly lastModified: number },
  helpers: readonly PartHelper[],
  report: ReportBuilder,
  onProgress: (read: number) => void,
): Promise<readonly AnySource[]> {
  const { blob } = file;
  const cuts = await findCuts(format.inParts, blob, helpers.length + 1);
  const read = cuts.map(() => 0);
  const hear = (part: number) => (bytes: number) => {
    read[part] = bytes;
    onProgress(read.reduce((sum, n) => sum + n, 0));
  };
  const slice = (part: number) => blob.slice(cuts[part], cuts[part + 1] ?? blob.size);
  const others = cuts.slice(1).map((_, i) => helpers[i]?.readPart(format.id, slice(i + 1), hear(i + 1)));
  const reader = format.inParts.reader(report, true);
  const own = reader.read(blobSource(slice(0), file.name, file.lastModified, hear(0)));
  const [, ...parts] = await Promise.all([own, ...others]);
  for (const part of parts) reader.absorb(part);
  return reader.finish();
}

/** Offsets at which parts begin, the first at 0: equal ones but for the first. Fewer than `count` where no border is found. */
async function findCuts(inParts: InParts<unknown>, blob: Blob, count: number): Promise<number[]> {
  const cuts = [0];
  for (let i = 1; i < count; i++) {
    const near = Math.floor((blob.size * (i - 1 + OWN_SHARE)) / (count - 1 + OWN_SHARE));
    const piece = new Uint8Array(await blob.slice(near, near + BORDER_BYTES).arrayBuffer());
    const border = inParts.border(piece);
    if (border >= 0) cuts.push(near + border);
  }
  return cuts;
}
