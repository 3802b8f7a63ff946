import { GrowableInt32 } from '../../base/growable.ts';
import type { FrameInput, ProfileBuilder } from '../../model/profile-builder.ts';
import { ObjectRows } from '../objects.ts';

/** Strings, instruction pointers and the trace tree of a heaptrack file. All count from 1; 0 is "none". */
export class Traces {
  private readonly strings: string[] = [''];
  private readonly addresses: bigint[] = [0n];
  /** Module string and triples (function, file, line), innermost inlined call first. */
  private readonly places: (readonly number[])[] = [[]];
  private readonly ips = new GrowableInt32();
  private readonly parents = new GrowableInt32();

  constructor() {
    this.ips.push(0);
    this.parents.push(0);
  }

  addString(text: string): void {
    this.strings.push(text);
  }

  /** False when a string does not exist. */
  addIp(address: bigint, fields: readonly number[]): boolean {
    const { length } = this.strings;
    const known = (s: number | undefined) => (s ?? 0) < length;
    let whole = known(fields[0]);
    for (let i = 1; i < fields.length; i += 3) whole &&= known(fields[i]) && known(fields[i + 1]);
    // The row is taken all the same: later lines count on it.
    this.addresses.push(address);
    this.places.push(whole ? fields : []);
    return whole;
  }

  /** False when the pointer or the parent does not exist; a parent always comes before its children. */
  addTrace(ip: number, parent: number): boolean {
    const whole = ip > 0 && ip < this.addresses.length && parent < this.parents.length;
    this.ips.push(whole ? ip : 0);
    this.parents.push(whole ? parent : 0);
    return whole;
  }

  has(trace: number): boolean {
    return trace < this.parents.length;
  }

  /** Writes what `wanted` names into a builder; returns the stack numbers in the same order. */
  build(builder: ProfileBuilder, wanted: readonly number[]): readonly number[] {
    const objects = new ObjectRows(builder);
    const locations = this.addresses.map(() => -1);
    const locationOf = (ip: number): number => {
      let id = locations[ip] as number;
      if (id < 0) locations[ip] = id = builder.location(this.frames(ip, objects));
      return id;
    };
    return wanted.map((trace) => {
      const stack: number[] = [];
      for (let t = trace; t > 0; t = this.parents.data[t] as number) {
        const ip = this.ips.data[t] as number;
        if (ip > 0) stack.push(locationOf(ip));
      }
      return builder.stack(stack.reverse());
    });
  }

  private frames(ip: number, objects: ObjectRows): FrameInput[] {
    const place = this.places[ip] as readonly number[];
    const text = (s: number | undefined) => this.strings[s ?? 0] ?? '';
    const base = { address: this.addresses[ip] as bigint, ...objects.of(text(place[0])) };
    const frames: FrameInput[] = [];
    for (let i = 1; i < place.length; i += 3) {
      const name = text(place[i]);
      const where = { ...base, file: text(place[i + 1]), line: place[i + 2] ?? 0 };
      frames.push(name === '' ? where : { ...where, name });
    }
    return frames.length > 0 ? frames : [base];
  }
}
