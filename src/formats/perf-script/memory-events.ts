import { GrowableFloat64, GrowableInt32, GrowableUint8 } from '../../base/growable.ts';
import { numberAt, numberField } from './payload.ts';

/** What an event tells about memory. */
export const OPERATIONS = ['enter', 'exit', 'free', 'call', 'result'] as const;
export type OperationKind = (typeof OPERATIONS)[number];

/** Functions of the C heap that hand out blocks; the numbers are the first argument of `enter` and `exit`. */
const FUNCTIONS = [
  'malloc',
  'calloc',
  'realloc',
  'reallocarray',
  'memalign',
  'aligned_alloc',
  'posix_memalign',
  'valloc',
  'pvalloc',
] as const;
export const FUNCTION_COUNT = FUNCTIONS.length;
const CALLOC = FUNCTIONS.indexOf('calloc');
export const REALLOC = FUNCTIONS.indexOf('realloc');
export const REALLOCARRAY = FUNCTIONS.indexOf('reallocarray');
const POSIX_MEMALIGN = FUNCTIONS.indexOf('posix_memalign');

/** System calls that change the mappings of a process; the numbers are the first argument of `call` and `result`. */
export const CALLS = ['mmap', 'munmap', 'mremap', 'brk'] as const;
export type Call = (typeof CALLS)[number];

/** What an event's name says of its role. */
export interface Role {
  readonly kind: OperationKind | 'rss';
  /** Row of FUNCTIONS or CALLS. */
  readonly which: number;
}

const PROBE = new RegExp(`^probe_[^:]*:(?:__libc_)?(?:(${FUNCTIONS.join('|')})|c?free)(?:_\\d+)?(__return)?$`);
const SYSCALL = /^syscalls:sys_(enter|exit)_(mmap|munmap|mremap|brk)$/;

/** Role of an event in the pairing of allocations; null for all others. */
export function roleOf(event: string): Role | null {
  if (event === 'kmem:rss_stat') return { kind: 'rss', which: 0 };
  const call = SYSCALL.exec(event);
  if (call !== null) {
    return { kind: call[1] === 'enter' ? 'call' : 'result', which: CALLS.indexOf(call[2] as Call) };
  }
  const probe = PROBE.exec(event);
  if (probe === null) return null;
  const name = probe[1];
  if (name === undefined) return probe[2] === undefined ? { kind: 'free', which: 0 } : null;
  const which = (FUNCTIONS as readonly string[]).indexOf(name);
  return { kind: probe[2] === undefined ? 'enter' : 'exit', which };
}

/** Numbers per operation. */
export const ARGUMENTS = 4;

/**
 * The operations of a recording, in its order. `args` holds ARGUMENTS numbers of each:
 * enter: function, size, old block (realloc) · exit: function, block (negative or 0: failed; NaN: not printed) ·
 * free: block · call: which, then address, length, flags / address, length / address, old length, new length / break ·
 * result: which, returned value (negative: -errno).
 */
export interface Operations {
  readonly kind: Uint8Array;
  readonly sample: Int32Array;
  readonly args: Float64Array;
}

/** Reads the numbers of memory events from their payloads. */
export class OperationColumns {
  private readonly kind = new GrowableUint8(16);
  private readonly sample = new GrowableInt32(16);
  private readonly args = new GrowableFloat64(64);

  get length(): number {
    return this.kind.length;
  }

  /** `sample` is the row of the event's sample; its payload is bytes[from … to). */
  add({ kind, which }: Role, sample: number, bytes: Uint8Array, from: number, to: number): void {
    const field = (...names: readonly string[]) => {
      for (const name of names) {
        const value = numberField(bytes, from, to, name);
        if (!Number.isNaN(value)) return value;
      }
      return Number.NaN;
    };
    if (kind === 'enter') {
      const count = which === CALLOC || which === REALLOCARRAY ? field('nmemb', 'count', 'n') : 1;
      const size = field('size', 'bytes', 'len') * (Number.isNaN(count) ? 1 : count);
      this.push(
        kind,
        sample,
        which,
        size,
        which === REALLOC || which === REALLOCARRAY ? field('ptr', 'old', 'p') : 0,
        0,
      );
    } else if (kind === 'exit') {
      const ret = field('ret', 'retval', 'arg1');
      // posix_memalign returns an error and writes the block's address elsewhere.
      this.push(
        kind,
        sample,
        which,
        which === POSIX_MEMALIGN ? (ret === 0 ? field('ptr', 'mem', 'addr') : -1) : ret,
        0,
        0,
      );
    } else if (kind === 'free') {
      this.push(kind, sample, field('ptr', 'mem', 'addr', 'p'), 0, 0, 0);
    } else if (kind === 'result') {
      this.push(kind, sample, which, numberAt(bytes, from, to), 0, 0);
    } else if (kind === 'call') {
      const call = CALLS[which];
      if (call === 'brk') this.push(kind, sample, which, field('brk'), 0, 0);
      else if (call === 'mremap') this.push(kind, sample, which, field('addr'), field('old_len'), field('new_len'));
      else this.push(kind, sample, which, field('addr'), field('len'), call === 'mmap' ? field('flags') : 0);
    }
  }

  /** Appends operations of another part of the file, whose samples begin at row `base`. */
  append(other: Operations, base: number): void {
    for (let i = 0; i < other.kind.length; i++) {
      this.kind.push(other.kind[i] as number);
      this.sample.push((other.sample[i] as number) + base);
      for (let k = 0; k < ARGUMENTS; k++) this.args.push(other.args[i * ARGUMENTS + k] as number);
    }
  }

  take(): Operations {
    return { kind: this.kind.take(), sample: this.sample.take(), args: this.args.take() };
  }

  private push(kind: OperationKind, sample: number, a: number, b: number, c: number, d: number): void {
    this.kind.push(OPERATIONS.indexOf(kind));
    this.sample.push(sample);
    this.args.push(a);
    this.args.push(b);
    this.args.push(c);
    this.args.push(d);
  }
}
