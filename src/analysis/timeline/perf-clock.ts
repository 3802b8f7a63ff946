/** Clock that a perf recording was told to use, as its header says; null when it says nothing: perf's own, whose offset is not known. */
export type PerfClock = 'monotonic' | 'monotonic_raw' | 'boottime' | 'realtime' | 'tai';

const NAMES: ReadonlyMap<string, PerfClock> = new Map([
  ['monotonic', 'monotonic'],
  ['mono', 'monotonic'],
  ['monotonic_raw', 'monotonic_raw'],
  ['raw', 'monotonic_raw'],
  ['boottime', 'boottime'],
  ['boot', 'boottime'],
  ['realtime', 'realtime'],
  ['real', 'realtime'],
  ['tai', 'tai'],
]);
const STATED = /^#? ?clockid ?: ?(\w+)/i;
const ASKED = /^cmdline ?:.*\s(?:-k ?|--clockid[ =])(\w+)/i;

/** Reads the comments of a profile: `clockid: monotonic`, or the command line with `-k CLOCK_MONOTONIC`. */
export function perfClock(comments: readonly string[]): PerfClock | null {
  for (const comment of comments) {
    const name = (STATED.exec(comment) ?? ASKED.exec(comment))?.[1]?.toLowerCase().replace(/^clock_/, '');
    const clock = NAMES.get(name ?? '');
    if (clock !== undefined) return clock;
  }
  return null;
}

const REFERENCE = /^#? ?reference time ?: ?.*= ?(\d+)\.(\d{1,9}) \(TOD\) = ?(\d+)\.(\d{1,9})/i;

/** `unix time = time of the recording + wall`: from a header with the reference time, or a recording in CLOCK_REALTIME; null if it says neither. */
export function perfWall(comments: readonly string[]): bigint | null {
  if (perfClock(comments) === 'realtime') return 0n;
  for (const comment of comments) {
    const m = REFERENCE.exec(comment);
    if (m === null) continue;
    const [, unix = '', unixFraction = '', clock = '', clockFraction = ''] = m;
    return nanos(unix, unixFraction) - nanos(clock, clockFraction);
  }
  return null;
}

const nanos = (seconds: string, fraction: string): bigint =>
  BigInt(seconds) * 1_000_000_000n + BigInt(`${fraction}000000000`.slice(0, 9));
