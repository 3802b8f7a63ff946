import type { FrameInput } from '../model/profile-builder.ts';
import type { ObjectRows } from './objects.ts';

/** A frame as the tools of valgrind print it. */
export interface ValgrindFrame {
  readonly address: bigint;
  /** '' when it has none (`???`). */
  readonly name: string;
  readonly object: string;
  readonly file: string;
  readonly line: number;
}

const ADDRESS = /^0x([0-9a-f]{1,16}): (.*)$/i;
const PLACE = /^(.*) \(([^()]+):(\d+)(?::\d+)?\)$/;

/** Reads `0x4853251: leaky_build_entry (leaky.c:47)`, `0x48417B4: malloc (in /usr/lib/x.so)`, `0x0: ???`. Null = no frame. */
export function parseValgrindFrame(text: string): ValgrindFrame | null {
  const match = ADDRESS.exec(text);
  if (match === null) return null;
  const rest = match[2] as string;
  const frame = { address: BigInt(`0x${match[1]}`), name: rest, object: '', file: '', line: 0 };
  const inObject = rest.endsWith(')') ? rest.lastIndexOf(' (in ') : -1;
  const place = inObject < 0 ? PLACE.exec(rest) : null;
  if (inObject >= 0) {
    frame.name = rest.slice(0, inObject);
    frame.object = rest.slice(inObject + 5, -1);
  } else if (place !== null) {
    frame.name = place[1] as string;
    frame.file = place[2] as string;
    frame.line = Number(place[3]);
  }
  if (frame.name === '???') frame.name = '';
  return frame;
}

/** The frame for the tables. */
export function valgrindFrameInput(frame: ValgrindFrame, objects: ObjectRows): FrameInput {
  const { address, name, object, file, line } = frame;
  return { address, file, line, ...objects.of(object), ...(name === '' ? {} : { name }) };
}
