import type { Id } from '../base/brand.ts';

export type StringId = Id<'String'>;
export type MappingId = Id<'Mapping'>;
export type FunctionId = Id<'Function'>;
export type LocationId = Id<'Location'>;
export type FrameId = Id<'Frame'>;
export type StackId = Id<'Stack'>;
export type SampleId = Id<'Sample'>;
export type LabelSetId = Id<'LabelSet'>;

/** "No such row" in a column of row numbers. */
export const NONE = -1;
