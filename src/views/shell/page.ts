import type { ViewId } from '../../state/policy.ts';
import type { LazyPart } from '../../ui/on-demand.tsx';

/** A view: its body and, where it has one, what stands in the details panel. */
export interface Page {
  readonly body: LazyPart;
  readonly details?: LazyPart;
}

export type Pages = Readonly<Partial<Record<ViewId, Page>>>;
