/** Numbers of arguments after the time, by event of format v2 (Go 1.22 and later; numbers never changed); 255 unknown. */
export const ARGUMENTS: Uint8Array = new Uint8Array(256).fill(255);

export const EV = {
  ProcsChange: 9,
  ProcStart: 10,
  ProcStop: 11,
  ProcSteal: 12,
  ProcStatus: 13,
  GoCreate: 14,
  GoCreateSyscall: 15,
  GoStart: 16,
  GoDestroy: 17,
  GoDestroySyscall: 18,
  GoStop: 19,
  GoBlock: 20,
  GoUnblock: 21,
  GoSyscallBegin: 22,
  GoSyscallEnd: 23,
  GoSyscallEndBlocked: 24,
  GoStatus: 25,
  STWBegin: 26,
  STWEnd: 27,
  GCActive: 28,
  GCBegin: 29,
  GCEnd: 30,
  GCSweepActive: 31,
  GCSweepBegin: 32,
  GCSweepEnd: 33,
  GCMarkAssistActive: 34,
  GCMarkAssistBegin: 35,
  GCMarkAssistEnd: 36,
  HeapAlloc: 37,
  HeapGoal: 38,
  GoLabel: 39,
  UserTaskBegin: 40,
  UserTaskEnd: 41,
  UserRegionBegin: 42,
  UserRegionEnd: 43,
  UserLog: 44,
  GoSwitch: 45,
  GoSwitchDestroy: 46,
  GoCreateBlocked: 47,
  GoStatusStack: 48,
  Span: 128,
  SpanAlloc: 129,
  SpanFree: 130,
  HeapObject: 131,
  HeapObjectAlloc: 132,
  HeapObjectFree: 133,
} as const;

const COUNTS: readonly (readonly [from: number, ...counts: number[]])[] = [
  [9, 2, 2, 0, 3, 2, 3, 1, 2, 0, 0, 2, 2, 3, 2, 0, 0, 3, 2, 0, 1, 2, 1, 1, 1, 2, 1, 1, 0, 1, 1, 1, 4, 2, 3, 3, 4],
  [45, 2, 2, 3, 4],
  [128, 3, 3, 1, 2, 2, 1, 2, 2, 1],
];
for (const [from, ...counts] of COUNTS) ARGUMENTS.set(counts, from);

/** 1 for events of goroutines and Ps, which may have to wait for others. */
export const IS_SCHEDULING: Uint8Array = new Uint8Array(256);
IS_SCHEDULING.fill(1, EV.ProcStart, EV.GoStatus + 1);
IS_SCHEDULING.fill(1, EV.GoSwitch, EV.GoStatusStack + 1);

/** Kinds of Go's own parser that an event counts as. */
const RANGE_BEGIN: ReadonlySet<number> = new Set([EV.STWBegin, EV.GCBegin, EV.GCSweepBegin, EV.GCMarkAssistBegin]);
const RANGE_ACTIVE: ReadonlySet<number> = new Set([EV.GCActive, EV.GCSweepActive, EV.GCMarkAssistActive]);
const RANGE_END: ReadonlySet<number> = new Set([EV.STWEnd, EV.GCEnd, EV.GCSweepEnd, EV.GCMarkAssistEnd]);
const METRIC: ReadonlySet<number> = new Set([EV.ProcsChange, EV.HeapAlloc, EV.HeapGoal]);
const USER: ReadonlyMap<number, string> = new Map([
  [EV.GoLabel, 'Label'],
  [EV.UserTaskBegin, 'TaskBegin'],
  [EV.UserTaskEnd, 'TaskEnd'],
  [EV.UserRegionBegin, 'RegionBegin'],
  [EV.UserRegionEnd, 'RegionEnd'],
  [EV.UserLog, 'Log'],
]);

/** The kind of an event in Go's own parser (internal/trace); experiments have none. */
export function kindOf(event: number): string {
  if (event >= 128) return 'Experimental';
  if (RANGE_BEGIN.has(event)) return 'RangeBegin';
  if (RANGE_ACTIVE.has(event)) return 'RangeActive';
  if (RANGE_END.has(event)) return 'RangeEnd';
  if (METRIC.has(event)) return 'Metric';
  return USER.get(event) ?? 'StateTransition';
}
