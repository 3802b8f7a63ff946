import type { Words } from './words.ts';

/** Records that are no leak of the program, and stacks that broke. */
export const nativeWords: Words = {
  'native.title': ['Not the program’s leak', '不属于程序的泄漏'],
  'native.kept': ['kept out of the tree and its total', '不计入调用树及其合计'],
  'native.within': ['within the tree and its total', '已计入调用树及其合计'],
  'native.show': ['Show in the tree', '在树中显示'],
  'native.open': ['Show the classes', '显示各类别'],
  'native.close': ['Hide the classes', '隐藏各类别'],
  'native.class.go-runtime-mmap': ['Go runtime mmaps', 'Go 运行时 mmap'],
  'native.class.arena-reservation': ['glibc arena reservation', 'glibc arena 预留'],
  'native.class.thread-stack': ['Thread stacks', '线程栈'],
  'native.class.tls': ['Thread-local data', '线程局部数据'],
  'native.class.map-failed': ['Failed mmap', '失败的 mmap'],
  'native.class.double-count': ['Counted twice', '重复计数'],
  'native.why.go-runtime-mmap': [
    'Memory of the Go runtime itself; a Go heap profile counts it already.',
    'Go 运行时自身的内存；Go 堆 profile 已计入。',
  ],
  'native.why.arena-reservation': [
    'Address space kept for a thread’s malloc; hardly any of it is used.',
    '为线程的 malloc 预留的地址空间，实际几乎未使用。',
  ],
  'native.why.thread-stack': [
    'Mapped whole when a thread starts; only the pages that it touches are used.',
    '线程启动时整体映射，只有触及的页才真正占用。',
  ],
  'native.why.tls': ['One block for every thread, as long as it lives.', '每个线程一块，随线程存在。'],
  'native.why.map-failed': [
    'An mmap that failed was counted as memory; there is none.',
    '失败的 mmap 被当作内存计数，实际没有内存。',
  ],
  'native.why.double-count': [
    'The mmap inside a large malloc, counted beside the malloc itself.',
    '一次大块 malloc 内部的 mmap，与该 malloc 重复计数。',
  ],
  'native.bySize': ['Told by sizes: the file lists no addresses (-a).', '按大小推断：文件未列出地址（-a）。'],
  'native.records': ['{count} allocations', '{count} 次分配'],
  'native.recordsOne': ['1 allocation', '1 次分配'],
  'native.times': ['{times} × the tree', '树的 {times} 倍'],
  'native.label': ['Records that are not the program’s leak', '不属于程序泄漏的记录'],
  'native.broken': [
    '{stacks} of {total} stacks in {name} end after one frame: C was built without frame pointers, callers are missing.',
    '{name} 的 {total} 个栈中有 {stacks} 个只有一帧：C 代码未保留帧指针，缺少调用者。',
  ],
  'native.brokenMore': ['Another source is like that, too.', '另有来源也是如此。'],
  'native.raw': ['Raw stacks', '原始栈'],
  'native.rawHint': [
    'Stacks as in the file, with the frames that cannot be right',
    '与文件一致的栈，包含不可能正确的帧',
  ],
  'native.remedy': ['What to do', '如何处理'],
  'native.remedy.rebuild': [
    'Rebuild with frame pointers, then record again: Go and C callers appear in one stack.',
    '带帧指针重新构建后再次采集：Go 与 C 的调用者会出现在同一个栈中。',
  ],
  'native.remedy.heaptrack': [
    'Without a rebuild: heaptrack has the whole C stack of every allocation, but starts the program itself.',
    '无需重新构建：heaptrack 记录每次分配的完整 C 栈，但需由它启动程序。',
  ],
  'native.remedy.perf': [
    'Without a rebuild: perf with DWARF unwinding, as root; C stacks end at the border to Go.',
    '无需重新构建：perf 使用 DWARF 展开，需 root；C 栈止于与 Go 的边界。',
  ],
};
