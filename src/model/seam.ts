import type { AnswerBase } from './answers.ts';

/**
 * How a C stack was joined to its Go callers, from certain to unknown: 0 one stack holds both sides · 1a, 1b the call that
 * the thread was in at that time (probes on the wrappers, an execution trace) · 2 the only caller there can be · 3 shared
 * out by counted calls · 4 callers that were seen, without any weight · 5 nothing is known.
 */
export const TIERS = ['0', '1a', '1b', '2', '3', '4', '5'] as const;
export type Tier = (typeof TIERS)[number];

/** Kinds of certainty that a tier is shown as. */
export const SURENESS = ['exact', 'unique', 'estimate', 'candidates', 'unknown'] as const;
export type Sureness = (typeof SURENESS)[number];

/**
 * Line style of a tier column's entry, which is 1 + the index in TIERS, 0 for none: 0 no border here, else 1 + the index in
 * SURENESS.
 */
export function surenessOf(entry: number): number {
  return entry === 0 ? 0 : Math.max(1, entry - 2);
}

/** What a byte belongs to. */
export const LAYERS = ['go-heap', 'c-heap', 'allocator', 'go-runtime', 'stacks', 'other'] as const;
export type Layer = (typeof LAYERS)[number];

/** Names of the labels that say it of every sample of a merged set. */
export const LAYER_LABEL = 'layer';
export const TIER_LABEL = 'tier';

/** The sample types of a merged set: what is alive in all of its layers. */
export const KNOWN_BYTES = 'known_bytes';
export const KNOWN_OBJECTS = 'known_objects';

export interface LayerShare {
  readonly layer: Layer;
  readonly bytes: number;
}

/** Go callers of a wrapper, root first, the wrapper left out. */
export interface SeamCaller {
  readonly path: readonly string[];
  /** 0 for candidates, which have no weight. */
  readonly value: number;
  readonly tier: Tier;
}

export interface SeamWrapper {
  /** The border frame's name. */
  readonly name: string;
  readonly value: number;
  readonly callers: readonly SeamCaller[];
}

/** Evidence by time that was not used: the thread was in another wrapper than the stack says, so the clocks differ. */
export interface ClockDoubt {
  /** Key of the source. */
  readonly source: string;
  readonly tier: '1a' | '1b';
  /** Events within the time of the evidence, and those that agreed. */
  readonly seen: number;
  readonly agreed: number;
}

/** The border between Go and C of what a lens shows, in its sample type. */
export interface SeamAnswer extends AnswerBase {
  /** Live bytes per layer before any filter; empty where nothing is merged. */
  readonly layers: readonly LayerShare[];
  /** Layers that more than one source counts: their sum counts memory twice. */
  readonly twice: readonly Layer[];
  readonly tiers: readonly { readonly tier: Tier; readonly value: number }[];
  readonly wrappers: readonly SeamWrapper[];
  readonly doubts: readonly ClockDoubt[];
}
