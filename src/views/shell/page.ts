import type { ComponentType } from 'react';
import type { ViewId } from '../../state/policy.ts';

/** A view: its body and, where it has one, what stands in the details panel. */
export interface Page {
  readonly Body: ComponentType;
  readonly Details?: ComponentType;
}

export type Pages = Readonly<Partial<Record<ViewId, Page>>>;
