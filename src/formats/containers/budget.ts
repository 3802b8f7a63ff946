import type { Chunks, Problem } from '../byte-source.ts';

/** Bytes that all members of an archive, nested ones too, may inflate to together. */
export class Budget {
  left: number;
  readonly total: number;

  constructor(total: number) {
    this.total = total;
    this.left = total;
  }
}

/** Chunks that are paid from a budget; the problem `open.tooLarge` when it is used up. */
export class Budgeted implements Chunks {
  private readonly below: Chunks;
  private readonly budget: Budget;
  private over: Problem | null = null;
  private given = 0;

  constructor(below: Chunks, budget: Budget) {
    this.below = below;
    this.budget = budget;
  }

  get problem(): Problem | null {
    return this.over ?? this.below.problem;
  }

  async next(): Promise<Uint8Array | null> {
    if (this.over !== null) return null;
    const chunk = await this.below.next();
    if (chunk === null) return null;
    if (chunk.length <= this.budget.left) {
      this.budget.left -= chunk.length;
      this.given += chunk.length;
      return chunk;
    }
    const part = chunk.slice(0, this.budget.left);
    this.given += part.length;
    this.budget.left = 0;
    this.over = { what: { key: 'open.tooLarge', args: { bytes: this.budget.total } }, offset: this.given };
    this.below.cancel();
    return part.length > 0 ? part : null;
  }

  cancel(): void {
    this.below.cancel();
  }
}
