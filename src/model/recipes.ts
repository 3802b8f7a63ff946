import type { SourceFacts } from './source.ts';

/** Which code must have been built with frame pointers for the stacks to be whole. */
type FramePointers = 'none' | 'go' | 'c-and-go';

/** How to capture something on the machine where the program runs. Words are under `recipe.<id>`. */
export interface Recipe {
  readonly id: 'bcc' | 'libbpf' | 'perf-fp' | 'perf-heap' | 'trace-join' | 'two-records' | 'heaptrack';
  /** Ready to paste, in order; PID and ./app are the reader's. */
  readonly commands: readonly string[];
  /** Whether the program must be built again. */
  readonly rebuild: boolean;
  readonly root: boolean;
  readonly framePointers: FramePointers;
}

const REBUILD = 'CGO_CFLAGS="-O2 -g -fno-omit-frame-pointer" go build -o app .';
const PRINT = 'perf script --ns -F +pid --header --show-mmap-events --show-lost-events';
const RECORD = 'perf record -k CLOCK_MONOTONIC -m 16M';
const PROBE_MALLOC = "perf probe -x libc.so.6 'malloc size=%di:u64'";

export const RECIPES: readonly Recipe[] = [
  {
    id: 'bcc',
    commands: [REBUILD, 'memleak-bpfcc -p PID -a -T 10000 30 > memleak.txt'],
    rebuild: true,
    root: true,
    framePointers: 'c-and-go',
  },
  {
    id: 'libbpf',
    commands: [REBUILD, 'memleak -p PID -T 10000 30 > memleak.txt'],
    rebuild: true,
    root: true,
    framePointers: 'c-and-go',
  },
  {
    id: 'perf-fp',
    commands: [
      REBUILD,
      `${RECORD} -F 99 --call-graph fp -p PID -o cpu.data -- sleep 30`,
      `${PRINT} -i cpu.data > perf.txt`,
    ],
    rebuild: true,
    root: false,
    framePointers: 'c-and-go',
  },
  {
    id: 'perf-heap',
    commands: [
      PROBE_MALLOC,
      "perf probe -x libc.so.6 'malloc%return ret=$retval:x64'",
      "perf probe -x libc.so.6 'free ptr=%di:x64'",
      `${RECORD} --call-graph dwarf,8192 -e 'probe_libc:*' -p PID -o heap.data -- sleep 30`,
      `${PRINT} -i heap.data > perf.txt`,
    ],
    rebuild: false,
    root: true,
    framePointers: 'none',
  },
  {
    id: 'trace-join',
    commands: [
      PROBE_MALLOC,
      `${RECORD} --call-graph dwarf,8192 -e 'probe_libc:*' -p PID -o malloc.data -- sleep 8 &`,
      "sleep 1; curl -o trace.out 'localhost:6060/debug/pprof/trace?seconds=5'; wait",
      `${PRINT} -i malloc.data > malloc.txt`,
    ],
    rebuild: false,
    root: true,
    framePointers: 'none',
  },
  {
    id: 'two-records',
    commands: [
      'for f in $(nm app | grep -o \'_cgo_[0-9a-f]*_Cfunc_[A-Za-z0-9_]*\' | sort -u); do perf probe -x app "$f"; done',
      PROBE_MALLOC,
      `${RECORD} --call-graph fp -e 'probe_app:*' -p PID -o wrappers.data -- sleep 30 &`,
      `${RECORD} --call-graph dwarf,8192 -e 'probe_libc:*' -p PID -o malloc.data -- sleep 30; wait`,
      `${PRINT} -i wrappers.data > wrappers.txt`,
      `${PRINT} -i malloc.data > malloc.txt`,
    ],
    rebuild: false,
    root: true,
    framePointers: 'go',
  },
  {
    id: 'heaptrack',
    commands: ['heaptrack ./app'],
    rebuild: false,
    root: false,
    framePointers: 'none',
  },
];

/** What gives Go callers to the C stacks of a tool, the least trouble first. */
const GO_CALLERS: ReadonlyMap<string, readonly Recipe['id'][]> = new Map([
  ['memleak', ['trace-join', 'two-records', 'bcc']],
  ['memleak-trace', ['trace-join', 'two-records', 'bcc']],
  ['perf', ['trace-join', 'two-records', 'perf-fp']],
  ['perf-live', ['trace-join', 'two-records']],
  ['perf-mappings', ['trace-join', 'perf-fp']],
  ...['heaptrack', 'memcheck', 'massif', 'dhat', 'lsan', 'jemalloc', 'bpftrace', 'stackcount'].map(
    (flavor): [string, readonly Recipe['id'][]] => [flavor, ['trace-join', 'bcc']],
  ),
]);

/** With fewer stacks that reach Go than this, most C stacks lack their callers. */
const MOST = 0.5;

/** How to get Go callers for the C stacks of a source; none when most of its stacks have them, or when it has no C stacks. */
export function recipesFor({ flavor, goShare = 0 }: Pick<SourceFacts, 'flavor' | 'goShare'>): readonly Recipe[] {
  if (goShare >= MOST) return [];
  const ids = GO_CALLERS.get(flavor) ?? [];
  return ids.flatMap((id) => RECIPES.filter((recipe) => recipe.id === id));
}
