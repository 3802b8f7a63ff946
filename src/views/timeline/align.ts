import { createStore } from 'zustand/vanilla';
import type { Lens } from '../../model/lens.ts';

/** The list of manual offsets with one set, or taken out. */
export function withOffset(align: Lens['align'], key: string, offsetNs: bigint | null): readonly string[] {
  const others = align.filter((entry) => !entry.startsWith(`${key}=`));
  return offsetNs === null ? others : [...others, `${key}=${offsetNs}`];
}

export const isByHand = (align: Lens['align'], key: string): boolean =>
  align.some((entry) => entry.startsWith(`${key}=`));

/** An event that was picked to be the same as another one. */
export interface Picked {
  /** Source that it is of, and what is added to that source's own clock now. */
  readonly source: string;
  readonly offset: string;
  /** ns on the axis. */
  readonly time: number;
  readonly name: string;
}

interface Aligning {
  readonly picked: Picked | null;
  /** Source that a drag over its tracks moves. */
  readonly dragging: string | null;
  /** The list of clocks was asked for from elsewhere. */
  readonly wanted: boolean;
}

/** What the hands are at while sources are aligned; in no link. */
export const aligning = createStore<Aligning>(() => ({ picked: null, dragging: null, wanted: false }));

/** Offset that puts an event of a source to another time on the axis. */
export function movedOffset(offset: string, from: number, to: number): bigint {
  return BigInt(offset) + BigInt(Math.round(to - from));
}
