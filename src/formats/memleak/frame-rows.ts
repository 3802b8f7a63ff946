import { Excerpts } from '../../model/excerpts.ts';
import { type FrameInput, ProfileBuilder } from '../../model/profile-builder.ts';
import type { MemleakFrame } from './frame.ts';

/** What kernel addresses begin with; libbpf-tools names no module for them. */
const KERNEL_START = 0xffff_8000_0000_0000n;
const KERNEL = '[kernel]';

/** The frames of all reports of a file as rows of one table, each decoded once. */
export class FrameRows {
  private readonly builder = new ProfileBuilder([]);
  private readonly mappings = new Map<string, number>();
  private readonly frames: MemleakFrame[] = [];

  /** The row of a frame. Every location is one frame here: their numbers are the same. */
  row(frame: MemleakFrame): number {
    const row = this.builder.location([this.inputOf(frame)]);
    this.frames[row] ??= frame;
    return row;
  }

  at(row: number): MemleakFrame | undefined {
    return this.frames[row];
  }

  finish(): Excerpts {
    return new Excerpts(this.builder.finish());
  }

  private inputOf({ address, name, object, file, line }: MemleakFrame): FrameInput {
    const module = object === '' && address >= KERNEL_START ? KERNEL : object;
    const input = { address, file, line, ...(name === '' ? {} : { name }) };
    if (module === '') return input;
    let mapping = this.mappings.get(module);
    if (mapping === undefined) {
      mapping = this.builder.addMapping({ start: 0n, limit: 0n, offset: 0n, file: module });
      this.mappings.set(module, mapping);
    }
    return { ...input, mapping };
  }
}
