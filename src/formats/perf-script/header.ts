/** Who was sampled, and where. */
export interface Task {
  readonly comm: string;
  /** -1 when not printed. */
  readonly pid: number;
  readonly tid: number;
  /** -1 when not printed. */
  readonly cpu: number;
}

/** The heading line of a sample, or of a PERF_RECORD_* record. */
export interface Heading extends Task {
  /** ns on the clock of the recording; NaN when not printed. */
  readonly time: number;
  /** NaN when not printed (tracepoints, probes). */
  readonly period: number;
  readonly event: string;
  /** What follows the event's colon: a tracepoint's fields, or the one frame of a sample without call chain. */
  readonly payload: string;
  /** 'PERF_RECORD_LOST' …, '' for a sample. */
  readonly record: string;
}

// Field order as perf prints it (builtin-script.c of perf 6.1 and 6.12). A thread's name is at most 15 bytes and may hold
// anything, so the tid is found from the right: it is the number before the optional [cpu] and the mandatory time.
const TASK =
  '(?:VM:\\s*\\d+ (?:VCPU:\\d+ )?)?(.{0,16}?) +(?:(-?\\d+)\\/)?(-?\\d+) +(?:\\[(\\d{3,})\\] +)?(?:[KUHGgMESp]{1,6} +)?(?:\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d+ +)?';
const TASK_ONLY = new RegExp(`^${TASK}$`);
const HEAD = new RegExp(`^${TASK}(\\d+)\\.(\\d{9}|\\d{6}): +(.*)$`);
const REST = /^(?:(PERF_RECORD_[A-Z0-9_]+)(.*)|(?:(\d+) +)?(\S+):(?: (.*))?)$/;
/** Without a time: `perf script -F comm,tid`. */
const BARE = /^(.{0,16}?) +(?:(\d+)\/)?(\d+)\s*$/;

function taskOf(m: RegExpExecArray): Task {
  return {
    comm: (m[1] ?? '').trimStart(),
    pid: m[2] === undefined ? -1 : Number(m[2]),
    tid: Number(m[3]),
    cpu: m[4] === undefined ? -1 : Number(m[4]),
  };
}

/** Reads what stands before the time of a heading; null when it is nothing of the kind. */
export function parseTask(text: string): Task | null {
  const m = TASK_ONLY.exec(text);
  return m === null ? null : taskOf(m);
}

/** Reads a heading line; null when it is none. */
export function parseHeading(line: string): Heading | null {
  const m = HEAD.exec(line);
  if (m === null) return null;
  const rest = REST.exec(m[7] ?? '');
  if (rest === null) return null;
  const fraction = m[6] ?? '';
  return {
    ...taskOf(m),
    time: Number(m[5]) * 1e9 + Number(fraction) * (fraction.length === 6 ? 1000 : 1),
    period: rest[3] === undefined ? Number.NaN : Number(rest[3]),
    event: rest[4] ?? '',
    payload: rest[1] === undefined ? (rest[5] ?? '') : (rest[2] ?? ''),
    record: rest[1] ?? '',
  };
}

/** Reads a heading without time and event; only where a frame line follows. */
export function parseBareHeading(line: string): Heading | null {
  const m = BARE.exec(line);
  if (m === null) return null;
  return { ...taskOf(m), cpu: -1, time: Number.NaN, period: Number.NaN, event: '', payload: '', record: '' };
}
