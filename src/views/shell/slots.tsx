import { createContext, type ReactNode, useContext } from 'react';
import { createPortal } from 'react-dom';

/** Places in the frame that the view on screen fills. */
export interface Slots {
  readonly facts: HTMLElement | null;
  readonly hints: HTMLElement | null;
  readonly summary: HTMLElement | null;
  readonly lensEnd: HTMLElement | null;
}

export const SlotContext = createContext<Slots>({ facts: null, hints: null, summary: null, lensEnd: null });

function useSlot(name: keyof Slots, children: ReactNode) {
  const place = useContext(SlotContext)[name];
  return place === null ? null : createPortal(children, place);
}

/** Facts at the left of the footer: "118 call paths". */
export function FooterFacts({ children }: { readonly children: ReactNode }) {
  return useSlot('facts', children);
}

/** Key hints at the right of the footer. */
export function FooterHints({ children }: { readonly children: ReactNode }) {
  return useSlot('hints', children);
}

/** A block under the list of sources: what changed, how to read the picture. */
export function SourcesSummary({ children }: { readonly children: ReactNode }) {
  return useSlot('summary', children);
}

/** In the lens bar in place of the search, for views that have nothing to search in. */
export function LensBarEnd({ children }: { readonly children: ReactNode }) {
  return useSlot('lensEnd', children);
}
