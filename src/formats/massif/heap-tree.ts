import { ProfileBuilder } from '../../model/profile-builder.ts';
import { ObjectRows } from '../objects.ts';
import { parseValgrindFrame, valgrindFrameInput } from '../valgrind-frames.ts';

const NODE = /^( *)n(\d+): (\d+) (.*)$/;
const LUMP = /^in [\d,]+ places?, (?:all )?below /;
const TYPES = [{ type: 'heap_space', unit: 'bytes' }];
/** Callers that massif did not write because they are small. */
const BELOW = '[below threshold]';

interface Node {
  readonly depth: number;
  /** Location, NO_FRAME for the root and for lumps. */
  readonly location: number;
  /** Bytes that no child explains yet. */
  rest: number;
  /** Children that are still to come. */
  kids: number;
}

const NO_FRAME = -1;

/**
 * A heap tree: the root stands for the allocation functions, children are callers. A node's bytes less those of its
 * children are a sample: none, unless small callers were left out.
 */
export class HeapTree {
  readonly builder = new ProfileBuilder(TYPES);
  /** Children are missing, or explain more than their parent has. */
  damaged = false;
  private readonly objects = new ObjectRows(this.builder);
  private readonly open: Node[] = [];
  private below = NO_FRAME;

  /** Takes a line of the tree; false = not one, or not at its place. */
  line(text: string): boolean {
    const match = NODE.exec(text);
    if (match === null) return false;
    const [, indent = '', kids = '', digits = '', rest = ''] = match;
    const depth = indent.length;
    const bytes = Number(digits);
    this.close(depth);
    const parent = this.open[this.open.length - 1];
    if ((parent?.depth ?? -1) !== depth - 1 || this.open.length >= 10_000) return false;
    let location = NO_FRAME;
    if (parent !== undefined) {
      parent.kids--;
      if (bytes > parent.rest || parent.kids < 0) this.damaged = true;
      parent.rest = Math.max(0, parent.rest - bytes);
      const frame = LUMP.test(rest) ? null : parseValgrindFrame(rest);
      if (frame === null && !LUMP.test(rest)) return false;
      location =
        frame === null ? this.belowThreshold() : this.builder.location([valgrindFrameInput(frame, this.objects)]);
    }
    this.open.push({ depth, location, rest: bytes, kids: Number(kids) });
    return true;
  }

  end(): void {
    this.close(0);
  }

  /** Ends the nodes from `depth` on. Deeper nodes are further up the stack. */
  private close(depth: number): void {
    while (this.open.length > 0 && (this.open[this.open.length - 1] as Node).depth >= depth) {
      const node = this.open[this.open.length - 1] as Node;
      if (node.kids > 0) this.damaged = true;
      if (node.rest > 0) {
        const stack: number[] = [];
        for (let i = this.open.length - 1; i >= 0; i--) {
          const { location } = this.open[i] as Node;
          if (location !== NO_FRAME) stack.push(location);
        }
        if (stack.length === 0) stack.push(this.belowThreshold());
        this.builder.sample(this.builder.stack(stack), [node.rest]);
      }
      this.open.pop();
    }
  }

  private belowThreshold(): number {
    if (this.below === NO_FRAME) this.below = this.builder.location([{ name: BELOW }]);
    return this.below;
  }
}
