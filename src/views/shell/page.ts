import type { ViewId } from '../../state/policy.ts';
import type { LazyPart } from '../../ui/on-demand.tsx';

/** A view: its body and, where it has one, what stands in the details panel. */
export interface Page {
  readonly body: LazyPart;
  readonly details?: LazyPart;
}

/** What is there to look at: a view's answer, no source (all unchecked), or nothing that could be read. */
export type Stage = 'view' | 'none' | 'refused';

export interface WorkplaceProps {
  readonly pages: Pages;
  readonly stage: Stage;
  readonly onSummary: (place: HTMLElement | null) => void;
  readonly onLensEnd: (place: HTMLElement | null) => void;
}

export type Pages = Readonly<Partial<Record<ViewId, Page>>>;
