import { RUNNABLE, WAITING } from './goroutines.ts';
import { V1 } from './v1-scan.ts';
import type { Stream } from './v1-stream.ts';

export const DEAD = 4;

/** What must have happened before an event of another P: goroutines' states with their sequence numbers, and the GC's. */
export class V1Order {
  private readonly states = new Map<number, { seq: number; status: number }>();
  private gcSeq = -1;

  /** Whether what must have happened before the next event of a stream has happened. */
  ready(s: Stream): boolean {
    const [id = 0, seq = 0] = s.args;
    const state = this.states.get(id);
    switch (s.type) {
      case V1.GoStart:
      case V1.GoStartLabel:
        return state !== undefined && state.status === RUNNABLE && state.seq === seq;
      case V1.GoStartLocal:
        return state !== undefined && state.status === RUNNABLE;
      case V1.GoUnblock:
      case V1.GoSysExit:
        return state !== undefined && state.status === WAITING && state.seq === seq;
      case V1.GoUnblockLocal:
      case V1.GoSysExitLocal:
        return state !== undefined && state.status === WAITING;
      case V1.GoWaiting:
      case V1.GoInSyscall:
        return state !== undefined && state.status === RUNNABLE;
      case V1.GCStart:
        return this.gcSeq < 0 || id === this.gcSeq;
      default:
        return true;
    }
  }

  /** A goroutine is in another state; `step` counts it as the next of its numbered events. */
  set(id: number, status: number, step: boolean): void {
    let state = this.states.get(id);
    if (state === undefined) this.states.set(id, (state = { seq: 0, status }));
    state.status = status;
    if (step) state.seq++;
  }

  /** The next numbered event of the goroutine has this number. */
  expect(id: number, seq: number, status: number): void {
    this.states.set(id, { seq, status });
  }

  cycle(seq: number): void {
    this.gcSeq = seq + 1;
  }
}
