import type { Amount } from '../../base/units.ts';
import { NONE } from '../../model/ids.ts';
import { stringAt } from '../../model/strings.ts';
import { labelUnits } from '../tag-filters.ts';
import { columnOf, isZero, quotient } from './amounts.ts';
import { groupFrames, type Nodes } from './nodes.ts';
import type { Subject } from './report.ts';
import { isInlined, stackRange } from './stack-view.ts';

/** The values of one label key of a sample: texts, or numbers with a unit. */
export interface TraceLabel {
  readonly key: string;
  readonly unit: string;
  readonly texts: readonly string[];
  readonly numbers: readonly bigint[];
}

export interface TraceFrame {
  readonly node: number;
  readonly inlined: boolean;
}

export interface Trace {
  readonly value: Amount;
  readonly labels: readonly TraceLabel[];
  /** Leaf first. */
  readonly frames: readonly TraceFrame[];
}

/** Samples one after the other, as they stand in the file; those without frames are passed over. */
export interface Traces {
  readonly nodes: Nodes;
  each(visit: (trace: Trace) => void): void;
}

export function makeTraces(subject: Subject, showKey: (key: string) => boolean): Traces {
  const { profile, view, lens, amounts, sides } = subject;
  const nodes = groupFrames(profile, lens);
  const labels = new LabelReader(subject, showKey);
  const columns = profile.sampleTypes.map((_, t) => columnOf(profile, t));
  return {
    nodes,
    each(visit) {
      for (let s = 0; s < view.stackOf.length; s++) {
        const stack = view.stackOf[s] as number;
        if (stack === NONE) continue;
        const { from, to } = stackRange(view, stack);
        // In a comparison these rows are kept for before and after only.
        if (from === to || (sides !== null && columns.every((column) => isZero(column[s] ?? 0)))) continue;
        const frames: TraceFrame[] = [];
        for (let i = to - 1; i >= from; i--) {
          const f = view.stacks.values[i] as number;
          const caller = i === from ? NONE : (view.stacks.values[i - 1] as number);
          frames.push({ node: nodes.ofFrame[f] as number, inlined: isInlined(profile, caller, f) });
        }
        const value = quotient(amounts.value(s), amounts.divisor?.(s) ?? 0);
        visit({ value, labels: labels.of(profile.samples.labels[s] as number), frames });
      }
    },
  };
}

/** Labels of a set by key, each set read once. */
export class LabelReader {
  private readonly subject: Subject;
  private readonly showKey: (key: string) => boolean;
  private readonly units: ReadonlyMap<number, string>;
  private readonly known = new Map<number, readonly TraceLabel[]>();

  constructor(subject: Subject, showKey: (key: string) => boolean) {
    this.subject = subject;
    this.showKey = showKey;
    this.units = labelUnits(subject.profile);
  }

  of(set: number): readonly TraceLabel[] {
    let found = this.known.get(set);
    if (found === undefined) this.known.set(set, (found = this.read(set)));
    return found;
  }

  private read(set: number): TraceLabel[] {
    const { labelSets, strings } = this.subject.profile;
    const rows = new Map<string, { key: string; unit: string; texts: string[]; numbers: bigint[] }>();
    for (let i = labelSets.offsets[set] as number; i < (labelSets.offsets[set + 1] as number); i++) {
      const id = labelSets.key[i] as number;
      const key = stringAt(strings, id);
      if (!this.showKey(key)) continue;
      const text = labelSets.text[i] as number;
      const kind = `${text === NONE}${key}`;
      let row = rows.get(kind);
      if (row === undefined) {
        row = { key, unit: text === NONE ? (this.units.get(id) ?? '') : '', texts: [], numbers: [] };
        rows.set(kind, row);
      }
      if (text === NONE) row.numbers.push(labelSets.num[i] as bigint);
      else row.texts.push(stringAt(strings, text));
    }
    return [...rows.values()];
  }
}
