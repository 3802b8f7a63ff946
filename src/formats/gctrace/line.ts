/** A gctrace line of Go 1.5 or later, as printed. Times of the phases in ns, sizes in MiB. */
export interface GcLine {
  readonly n: number;
  /** ns since the runtime started, cut to ms. */
  readonly at: number;
  readonly percent: number;
  /** Phases of the clock and of the CPU as printed: three, or five in Go 1.5. */
  readonly clock: readonly number[];
  /** a, [scan, sync,] assist, background, idle, c. */
  readonly cpu: readonly number[];
  readonly sizes: readonly [start: number, end: number, live: number];
  readonly goal: number;
  /** NaN before Go 1.18. */
  readonly stacks: number;
  readonly globals: number;
  readonly procs: number;
  readonly forced: boolean;
}

const NS_PER_MS = 1e6;

const CLEAN =
  /gc #?(\d+) @(\d+\.\d+)s (\d+)%: ([\d.]+(?:\+[\d.]+){2,4}) ms clock, ([\d.+/]+) ms cpu, (\d+)->(\d+)->(\d+) MB, (\d+) MB goal, (?:(\d+) MB stacks, (\d+) MB globals, )?(\d+) P( \(forced\))?/;

/** A whole line anywhere in a text, and where its match ends; null if there is none. */
export function matchGcLine(text: string): { line: GcLine; end: number } | null {
  const m = CLEAN.exec(text);
  if (m === null) return null;
  const line = gcLine(m.slice(1));
  return line === null ? null : { line, end: m.index + m[0].length };
}

/** The line from its printed parts: n, at, percent, clock, cpu, three sizes, goal, stacks, globals, procs, forced. */
export function gcLine(parts: readonly (string | undefined)[]): GcLine | null {
  const number = (i: number): number => (parts[i] === undefined ? Number.NaN : Number(parts[i]));
  const clock = (parts[3] ?? '').split('+').map(nanos);
  const cpu = (parts[4] ?? '').split(/[+/]/).map(nanos);
  if (!(clock.length === 3 && cpu.length === 5) && !(clock.length === 5 && cpu.length === 7)) return null;
  if ([...clock, ...cpu].some(Number.isNaN)) return null;
  return {
    n: number(0),
    at: nanosOfSeconds(parts[1] ?? ''),
    percent: number(2),
    clock,
    cpu,
    sizes: [number(5), number(6), number(7)],
    goal: number(8),
    stacks: number(9),
    globals: number(10),
    procs: number(11),
    forced: parts[12] !== undefined,
  };
}

/** Milliseconds as printed: at most three decimals, so whole ns come out. */
function nanos(text: string): number {
  return text === '' ? Number.NaN : Math.round(Number(text) * NS_PER_MS);
}

function nanosOfSeconds(text: string): number {
  return Math.round(Number(text) * 1e9);
}

/** Other lines that the runtime prints on the same stream. */
const OTHERS: readonly (readonly [kind: string, test: RegExp])[] = [
  ['gc-forced', /^GC forced$/],
  ['scvg', /^scvg\d*: /],
  ['scavtrace', /^scav \d+ KiB work/],
  ['gcpacertrace', /^pacer: /],
  ['inittrace', /^init \S+ @[\d.]+ ms, [\d.]+ ms clock, \d+ bytes, \d+ allocs/],
  ['schedtrace', /^SCHED \d+ms: /],
  ['gctrace-old', /^gc\d+\(\d+\): [\d.+]+ (?:ms|us), \d+ -> \d+ MB/],
];

/** Which of the runtime's other lines this is, or null. */
export function otherLine(text: string): string | null {
  for (const [kind, test] of OTHERS) if (test.test(text)) return kind;
  return null;
}

const PACER_HEAP = /in (\d+) B -> (\d+) B /;

/** Exact heap at the trigger and at the end of a cycle, of a gcpacertrace line (Go 1.18 and later). */
export function pacerHeap(text: string): readonly [trigger: number, end: number] | null {
  const m = PACER_HEAP.exec(text);
  return m === null ? null : [Number(m[1]), Number(m[2])];
}
