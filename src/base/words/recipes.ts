import type { Words } from './words.ts';

/** How to capture Go and C together: what each recipe gives, needs, and where it does not work. */
export const recipesWords: Words = {
  'recipe.title': ['Go and C together', 'Go 与 C 一起'],
  'recipe.lead': [
    'To see C memory under the Go code that asked for it. Drop what the commands write beside a Go heap profile.',
    '用于在申请它的 Go 代码之下查看 C 内存。将命令写出的文件与 Go 堆剖析一起拖入。',
  ],
  'recipe.root': ['root', '需要 root'],
  'recipe.noRoot': ['no root', '无需 root'],
  'recipe.rebuild': ['rebuild', '需要重新编译'],
  'recipe.noRebuild': ['no rebuild', '无需重新编译'],
  'recipe.fp.none': ['no frame pointers', '无需帧指针'],
  'recipe.fp.go': ['frame pointers of Go', 'Go 的帧指针'],
  'recipe.fp.c-and-go': ['frame pointers of C and Go', 'C 与 Go 的帧指针'],
  'recipe.bcc': ['memleak of bcc', 'bcc 的 memleak'],
  'recipe.bcc.gives': [
    'What C holds, every 30 s, in stacks that hold Go and C: exact callers',
    '每 30 秒一次 C 持有的内存，同一调用栈含 Go 与 C：精确调用者',
  ],
  'recipe.bcc.limits': [
    'loong64: Go keeps no frame pointers there, stacks end at the border. arm64: the caller of the innermost function is missing.',
    'loong64：Go 不保留帧指针，调用栈止于边界。arm64：缺少最内层函数的调用者。',
  ],
  'recipe.libbpf': ['memleak of libbpf-tools', 'libbpf-tools 的 memleak'],
  'recipe.libbpf.gives': [
    'The same without Python, on kernels with BTF (/sys/kernel/btf/vmlinux)',
    '同上，不需要 Python；内核须有 BTF（/sys/kernel/btf/vmlinux）',
  ],
  'recipe.libbpf.limits': ['As with bcc. Kernels before 5.2 have no BTF.', '与 bcc 相同。5.2 之前的内核没有 BTF。'],
  'recipe.perf-fp': ['perf, CPU time', 'perf，CPU 时间'],
  'recipe.perf-fp.gives': ['Where time goes, in stacks that hold Go and C', '时间花在哪里，同一调用栈含 Go 与 C'],
  'recipe.perf-fp.limits': [
    'loong64: stacks end at the first Go frame; use --call-graph dwarf. Without root perf_event_paranoid must be 2 or less.',
    'loong64：调用栈止于第一个 Go 帧；请用 --call-graph dwarf。无 root 时 perf_event_paranoid 须不大于 2。',
  ],
  'recipe.perf-heap': ['perf as memleak', '用 perf 代替 memleak'],
  'recipe.perf-heap.gives': [
    'The live C heap from malloc and free, C stacks without frame pointers',
    '由 malloc 与 free 得出的存活 C 堆，C 调用栈不需要帧指针',
  ],
  'recipe.perf-heap.limits': [
    '%di is the first argument on amd64; on arm64 write %x0. Go callers only through one of the joins below.',
    '%di 是 amd64 上的第一个参数；arm64 上请写 %x0。Go 调用者只能由下面的联接得到。',
  ],
  'recipe.trace-join': ['Go trace and perf at once', 'Go trace 与 perf 同时'],
  'recipe.trace-join.gives': [
    'Exact Go callers of C allocations, joined by thread and time; five seconds are enough',
    'C 分配的精确 Go 调用者，按线程与时间联接；五秒即可',
  ],
  'recipe.trace-join.limits': [
    'Needs net/http/pprof in the program. %di is the first argument on amd64; on arm64 write %x0.',
    '程序中须有 net/http/pprof。%di 是 amd64 上的第一个参数；arm64 上请写 %x0。',
  ],
  'recipe.two-records': ['Two perf records at once', '两个 perf record 同时'],
  'recipe.two-records.gives': [
    'Exact Go callers without an endpoint: entries of the cgo wrappers joined with allocations',
    '没有端点也能得到精确 Go 调用者：cgo 包装函数的入口与分配联接',
  ],
  'recipe.two-records.limits': [
    'The program must not be stripped. Not on loong64. %di is the first argument on amd64; on arm64 write %x0.',
    '程序不能被 strip。loong64 上不可用。%di 是 amd64 上的第一个参数；arm64 上请写 %x0。',
  ],
  'recipe.heaptrack': ['heaptrack', 'heaptrack'],
  'recipe.heaptrack.gives': [
    'Every C allocation of a program that it starts: leaks, peak and curve',
    '由它启动的程序的每次 C 分配：泄漏、峰值与曲线',
  ],
  'recipe.heaptrack.limits': [
    'Start the program with it: attaching to a running Go program may hang. The C side only.',
    '请用它启动程序：附加到运行中的 Go 程序可能卡住。仅 C 一侧。',
  ],
  'recipe.forSource': ['Go callers for these C stacks', '这些 C 调用栈的 Go 调用者'],
  'recipe.forSource.none': [
    'No stack of {name} reaches Go code. If the program is written in Go, record one of these and drop it beside.',
    '{name} 中没有调用栈到达 Go 代码。若程序由 Go 编写，请录制以下之一并一起拖入。',
  ],
  'recipe.forSource.few': [
    'Only {share} of the stacks of {name} reach Go code. To get the other Go callers, record one of these and drop it beside.',
    '{name} 中只有 {share} 的调用栈到达 Go 代码。要得到其余的 Go 调用者，请录制以下之一并一起拖入。',
  ],
};
