import { NONE } from '../../model/ids.ts';
import { ORIGINS } from '../../model/profile.ts';
import {
  type ClockDoubt,
  type Layer,
  type LayerShare,
  type SeamAnswer,
  type SeamCaller,
  type SeamWrapper,
  TIERS,
  type Tier,
} from '../../model/seam.ts';
import { stringAt } from '../../model/strings.ts';
import type { Ask } from '../ask.ts';
import { eachPath } from '../orders.ts';
import { groupIn } from '../picture.ts';
import type { Evidence } from './evidence.ts';
import { keysFor } from './join.ts';
import { wrapperOf } from './names.ts';
import { tierOfSets } from './tiers.ts';

/** What a merged set knows beside its picture. */
export interface SeamFacts {
  readonly layers: readonly LayerShare[];
  readonly twice: readonly Layer[];
  readonly doubts: readonly ClockDoubt[];
  readonly evidence: Evidence | null;
  /** Import paths of which the wrappers' hash is known. */
  readonly packages: ReadonlySet<string>;
}

export const NO_SEAM: SeamFacts = { layers: [], twice: [], doubts: [], evidence: null, packages: new Set() };

const SEAM = ORIGINS.indexOf('cgo-seam');

/** The border of what a question shows: bytes by tier, and who calls each wrapper. */
export function answerSeam(question: Ask, facts: SeamFacts): SeamAnswer {
  const { picture, lens } = question;
  const byGroup = sumTiers(question);
  const roots = lens.tagRoot.length;
  const tiers = TIERS.map((tier) => ({ tier, value: 0 }));
  const wrappers = new Map<string, { value: number; readonly callers: Map<string, SeamCaller> }>();
  const { origin, strings, name } = picture.keys;
  const nameOf = (value: number): string => stringAt(strings, name[value >> 1] as number);
  eachPath(picture.shape.groups, (g, path, length) => {
    const sums = byGroup.get(g);
    if (sums === undefined) return;
    let border = length - 1;
    while (border >= roots && origin[(path[border] as number) >> 1] !== SEAM) border--;
    for (const [entry, value] of sums) {
      const tier = TIERS[entry - 1] as Tier;
      (tiers[entry - 1] as { value: number }).value += value;
      if (border < roots) continue;
      const wrapper = nameOf(path[border] as number);
      let known = wrappers.get(wrapper);
      if (known === undefined) wrappers.set(wrapper, (known = { value: 0, callers: new Map() }));
      known.value += value;
      const callers = Array.from(path.subarray(roots, border), nameOf);
      if (callers.length === 0) continue;
      const id = `${tier}\0${callers.join('\0')}`;
      known.callers.set(id, { path: callers, tier, value: (known.callers.get(id)?.value ?? 0) + value });
    }
  });
  return {
    ...question.base,
    layers: facts.layers,
    twice: facts.twice,
    doubts: facts.doubts,
    tiers: tiers.filter(({ value }) => value !== 0),
    wrappers: [...wrappers]
      .map(([wrapper, { value, callers }]): SeamWrapper => {
        const found = [...callers.values()].sort((a, b) => b.value - a.value);
        return { name: wrapper, value, callers: found.length > 0 ? found : candidatesOf(wrapper, facts) };
      })
      .sort((a, b) => b.value - a.value || (a.name < b.name ? -1 : 1)),
  };
}

/** Value per group and tier (as in a tier column) of the samples that a question selects. */
function sumTiers({ picture, selections, measures }: Ask): ReadonlyMap<number, ReadonlyMap<number, number>> {
  const sums = new Map<number, Map<number, number>>();
  picture.sources.forEach(({ profile }, i) => {
    const tiers = tierOfSets(profile);
    const measure = measures[i];
    const selection = selections[i];
    if (tiers === null || measure === undefined || measure.column === null || selection === undefined) return;
    const { stack, labels, length } = profile.samples;
    const { stacks, labelSets, time } = selection;
    for (let s = 0; s < length; s++) {
      const set = labels[s] as number;
      const tier = tiers[set] as number;
      const value = (measure.column[s] as number) * measure.factor;
      if (tier === 0 || value === 0) continue;
      const id = stack[s] as number;
      if ((stacks !== null && stacks[id] === 0) || (labelSets !== null && labelSets[set] === 0)) continue;
      if (time !== null && !((time.of[s] as number) >= time.from && (time.of[s] as number) <= time.to)) continue;
      const g = groupIn(picture.shape, i, id);
      if (g === NONE) continue;
      let of = sums.get(g);
      if (of === undefined) sums.set(g, (of = new Map()));
      of.set(tier, (of.get(tier) ?? 0) + value);
    }
  });
  return sums;
}

/** Callers that were seen calling a wrapper: possible, without any share. */
function candidatesOf(name: string, { evidence, packages }: SeamFacts): readonly SeamCaller[] {
  if (evidence === null) return [];
  const go = wrapperOf(name);
  const wrapper = go === null ? { key: name.slice(1), pkg: '' } : { key: go.key, pkg: go.home };
  const paths = new Set(keysFor(wrapper, evidence, packages).flatMap((key) => evidence.candidates.get(key) ?? []));
  return Array.from(paths, (path): SeamCaller => {
    const frames = evidence.paths[path] ?? [];
    return { path: frames.slice(0, -1).map((f) => f.name), value: 0, tier: '4' };
  });
}
