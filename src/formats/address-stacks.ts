import { GrowableInt32 } from '../base/growable.ts';
import type { FrameInput, LabelInput, ProfileBuilder } from '../model/profile-builder.ts';

/** A function at an address, as a `#` line of Go's debug=1 texts names it. */
export interface SymbolLine {
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

type Values = readonly (number | bigint)[];

/**
 * Stacks of bare addresses, collected until the whole file is read: names and mappings come after the samples that
 * need them, and one address must look the same in every stack.
 */
export class AddressStacks {
  /** Distinct addresses, as they will stand in the profile. */
  readonly addresses: bigint[] = [];
  private readonly ids = new Map<bigint, number>();
  private readonly idByText = new Map<string, number>();
  private readonly symbols: (readonly SymbolLine[] | undefined)[] = [];
  private readonly offsets = new GrowableInt32();
  private readonly stacked = new GrowableInt32();
  private readonly values: Values[] = [];
  private readonly labels: (readonly LabelInput[])[] = [];

  constructor() {
    this.offsets.push(0);
  }

  get length(): number {
    return this.values.length;
  }

  /** Number of an address. */
  id(address: bigint): number {
    const key = BigInt.asUintN(64, address);
    let id = this.ids.get(key);
    if (id === undefined) {
      id = this.addresses.push(key) - 1;
      this.ids.set(key, id);
    }
    return id;
  }

  /** Number of a return address written as hex text: the address of the call, which is one less. */
  callId(hex: string): number {
    let id = this.idByText.get(hex);
    if (id === undefined) {
      id = this.id(BigInt(hex) - 1n);
      this.idByText.set(hex, id);
    }
    return id;
  }

  /** Adds a sample, leaf first. */
  add(leafFirst: readonly number[], values: Values, labels: readonly LabelInput[] = []): void {
    for (const id of leafFirst) this.stacked.push(id);
    this.offsets.push(this.stacked.length);
    this.values.push(values);
    this.labels.push(labels);
  }

  /** Sets the labels of the last sample. */
  relabel(labels: readonly LabelInput[]): void {
    if (this.labels.length > 0) this.labels[this.labels.length - 1] = labels;
  }

  lastLabels(): readonly LabelInput[] {
    return this.labels[this.labels.length - 1] ?? [];
  }

  /** Address numbers of a sample, leaf first. */
  stackOf(sample: number): Int32Array {
    return this.stacked.data.slice(this.offsets.data[sample], this.offsets.data[sample + 1]);
  }

  /** Replaces every stack by what `change` makes of it (leaf first). */
  rewrite(change: (stack: number[]) => number[]): void {
    const stacks = this.values.map((_, s) => change(Array.from(this.stackOf(s))));
    this.offsets.length = 1;
    this.stacked.length = 0;
    for (const stack of stacks) {
      for (const id of stack) this.stacked.push(id);
      this.offsets.push(this.stacked.length);
    }
  }

  /**
   * Names addresses of the last sample by its `#` lines, which come in stack order: an address with several lines
   * holds inlined calls (innermost first), and an address that occurs twice in a row has its lines twice. Lines of the
   * outermost runtime frames are missing by design. Returns how many lines fitted no address.
   */
  name(lines: readonly { readonly address: bigint; readonly symbol: SymbolLine }[]): number {
    if (this.length === 0) return lines.length;
    const stack = this.stackOf(this.length - 1);
    let lost = 0;
    let at = 0;
    for (let i = 0; i < lines.length; ) {
      const { address } = lines[i] as { address: bigint };
      let end = i + 1;
      while (end < lines.length && lines[end]?.address === address) end++;
      const id = this.ids.get(address);
      const found = id === undefined ? -1 : stack.indexOf(id, at);
      if (id === undefined || found < 0) {
        lost += end - i;
      } else {
        let times = 1;
        while (stack[found + times] === id) times++;
        const each = (end - i) % times === 0 ? (end - i) / times : end - i;
        const known = this.symbols[id];
        if (known === undefined || known.length < each) {
          this.symbols[id] = lines.slice(i, i + each).map((l) => l.symbol);
        }
        at = found + times;
      }
      i = end;
    }
    return lost;
  }

  /** How many of the addresses have names. */
  get named(): number {
    let n = 0;
    for (const s of this.symbols) if (s !== undefined) n++;
    return n;
  }

  /** Writes all samples into the builder. `mappingOf` finds the mapping of an address, -1 = none. */
  build(
    builder: ProfileBuilder,
    mappingOf: (address: bigint) => number,
    valuesOf: (values: Values) => Values = (v) => v,
  ): void {
    const locations = this.addresses.map((address, id) => {
      const mapping = mappingOf(address);
      const where = mapping < 0 ? { address } : { address, mapping };
      const frames: FrameInput[] = (this.symbols[id] ?? []).map((s) => ({ ...where, ...s }));
      return builder.location(frames.length > 0 ? frames : [where]);
    });
    for (let s = 0; s < this.values.length; s++) {
      const stack: number[] = [];
      const from = this.offsets.data[s] as number;
      for (let i = (this.offsets.data[s + 1] as number) - 1; i >= from; i--) {
        stack.push(locations[this.stacked.data[i] as number] as number);
      }
      builder.sample(
        builder.stack(stack),
        valuesOf(this.values[s] as Values),
        builder.labelSet(this.labels[s] as readonly LabelInput[]),
      );
    }
  }
}
