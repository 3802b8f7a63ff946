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
