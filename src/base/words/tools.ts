import type { Words } from './words.ts';

/** Formats of memory tools other than pprof, perf and memleak reports: evidence, notes, guesses, reasons. */
export const toolsWords: Words = {
  'tools.heaptrack': ['heaptrack data, file version {version}', 'heaptrack 数据，文件版本 {version}'],
  'tools.heaptrack.newer': [
    'File version {version} is newer than 3: read as version 3',
    '文件版本 {version} 高于 3：按版本 3 读取',
  ],
  'tools.heaptrack.old': [
    'heaptrack file version {version} cannot be read; versions 1 to 3 can',
    '无法读取 heaptrack 文件版本 {version}；可读取版本 1 至 3',
  ],
  'tools.heaptrack.frees': [
    '{count} frees of blocks that were allocated before the recording began',
    '{count} 次释放的内存块在记录开始前分配',
  ],
  'tools.heaptrack.attached': [
    'heaptrack was attached to a running process: earlier allocations are not counted',
    'heaptrack 附加到运行中的进程：此前的分配未计入',
  ],
  'tools.heaptrack.suppressed': [
    'The file holds leak suppressions; they are not applied',
    '文件包含泄漏抑制规则；未应用',
  ],
  'tools.skip.output': ['Lines that are not of the report: output of the program', '不属于报告的行：程序的输出'],
  'tools.fail.totals': [
    'The report is incomplete: it states {stated} bytes, its records add up to {found}',
    '报告不完整：写明 {stated} 字节，记录合计 {found}',
  ],
  'tools.lsan': ['Report of LeakSanitizer', 'LeakSanitizer 报告'],
  'tools.lsan.cut': ['The report ends before its summary', '报告在汇总之前结束'],
  'tools.memcheck': ['Text output of valgrind memcheck', 'valgrind memcheck 的文本输出'],
  'tools.memcheck.xml': ['XML output of valgrind memcheck', 'valgrind memcheck 的 XML 输出'],
  'tools.memcheck.held': [
    '{bytes} bytes in {blocks} blocks that only lost blocks point to were not listed: they stand under the stacks of those. To see their own stacks, run with --show-leak-kinds=all',
    '未列出仅由丢失块指向的 {bytes} 字节（{blocks} 块）：归入持有者的调用栈。要查看它们自己的调用栈，请加 --show-leak-kinds=all 运行',
  ],
  'tools.memcheck.unlisted': [
    '{bytes} bytes in {blocks} blocks are only in the summary, without records: run with --leak-check=full --show-leak-kinds=all',
    '{bytes} 字节（{blocks} 块）只出现在汇总中，没有记录：请加 --leak-check=full --show-leak-kinds=all 运行',
  ],
  'tools.memcheck.none': ['No leak records in the output', '输出中没有泄漏记录'],
  'tools.memcheck.none.todo': [
    'Run valgrind with --leak-check=full --show-leak-kinds=all, and let the program end',
    '用 --leak-check=full --show-leak-kinds=all 运行 valgrind，并让程序正常结束',
  ],
  'tools.memcheck.cut': ['The leak check is cut: its end is missing', '泄漏检查不完整：缺少结尾'],
  'tools.memcheck.skip.error': ['Errors that are no leaks', '不属于泄漏的错误'],
  'tools.memcheck.skip.cut': ['Records that were cut', '被截断的记录'],
  'tools.massif': ['Snapshots of valgrind massif', 'valgrind massif 的快照'],
  'tools.massif.end': ['The last snapshot, {snapshot}, has {bytes} bytes', '最后一个快照 {snapshot} 为 {bytes} 字节'],
  'tools.massif.end-bare': [
    'The last snapshot, {snapshot}, has {bytes} bytes and no heap tree: only snapshots with a tree are shown',
    '最后一个快照 {snapshot} 为 {bytes} 字节，没有堆树：只显示带树的快照',
  ],
  'tools.massif.damaged': ['A heap tree is incomplete: callers are missing from it', '某个堆树不完整：缺少调用者'],
  'tools.massif.none': ['No snapshot has a heap tree', '没有带堆树的快照'],
  'tools.massif.none.todo': [
    'Run massif with --detailed-freq=1, and let the program end',
    '用 --detailed-freq=1 运行 massif，并让程序正常结束',
  ],
  'tools.dhat': ['JSON of DHAT, the heap tool of valgrind', 'valgrind 堆工具 DHAT 的 JSON'],
  'tools.dhat.version': [
    'File version {version}: read as version 2, the only one that is known',
    '文件版本 {version}：按唯一已知的版本 2 读取',
  ],
  'tools.dhat.cut': [
    'The file is cut or damaged: its names stand at the end and may be missing',
    '文件被截断或损坏：名称位于末尾，可能缺失',
  ],
  'tools.jemalloc': [
    'Heap profile of jemalloc, one sample in {rate} bytes',
    'jemalloc 堆 profile，每 {rate} 字节一个样本',
  ],
  'tools.jemalloc.unbiased': [
    'Sampled, one in {rate} bytes: values were scaled up record by record, as jeprof does',
    '采样数据，每 {rate} 字节一个样本：数值已按记录放大，与 jeprof 相同',
  ],
  'tools.jemalloc.threads': [
    'Rows of single threads were left out: the rows of all threads contain them',
    '未读取单个线程的行：全部线程的行已包含它们',
  ],
  'tools.jemalloc.cut': [
    'The file is incomplete: its first rows state {stated} bytes, the records that are there have {found}',
    '文件不完整：开头写明 {stated} 字节，现有记录为 {found}',
  ],
  'tools.lost': [
    '{count} events were lost while recording: the values are lower bounds',
    '记录时丢失 {count} 个事件：数值为下限',
  ],
  'tools.bpftrace': ['Maps printed by bpftrace', 'bpftrace 打印的 map'],
  'tools.bpftrace.json': ['JSON lines of bpftrace', 'bpftrace 的 JSON 行'],
  'tools.bpftrace.two': [
    'Keys with two stacks: the one with names of the kernel, else the first, is taken as the kernel stack',
    '键含两个调用栈：将含内核函数名的（否则第一个）视为内核栈',
  ],
  'tools.bpftrace.bytes': [
    'Maps with "bytes" or "size" in their names are taken to count bytes',
    '名称含 “bytes” 或 “size” 的 map 视为以字节计',
  ],
  'tools.bpftrace.bare': ['No map has stacks: keys are shown as labels', '没有带调用栈的 map：键显示为标签'],
  'tools.bpftrace.none': ['No map was printed', '没有打印任何 map'],
  'tools.bpftrace.none.todo': [
    'Let bpftrace end with Ctrl-C: maps are printed then',
    '用 Ctrl-C 结束 bpftrace：此时会打印 map',
  ],
  'tools.bpftrace.cut': ['The output is cut in the middle of a map', '输出在 map 中间被截断'],
  'tools.bpftrace.skip.cut': ['Lines of keys that were cut', '被截断的键所在的行'],
  'tools.bpftrace.skip.value': ['Values that are no numbers', '不是数字的值'],
  'tools.trace.tuples': ['Single allocations traced by memleak -t of bcc', 'bcc 的 memleak -t 跟踪的逐次分配'],
  'tools.trace.pipe': [
    'Single allocations traced by memleak -t, from the kernel’s trace_pipe',
    'memleak -t 跟踪的逐次分配，来自内核 trace_pipe',
  ],
  'tools.trace.upper': [
    'Live blocks found by pairing allocations with frees: an upper bound, for lost lines and unmapped parts look like leaks. There are no stacks: run memleak without -t for them',
    '通过配对分配与释放得到的存活块：是上限，因为丢失的行和部分解除的映射看起来像泄漏。没有调用栈：需要时请不带 -t 运行 memleak',
  ],
  'tools.trace.lost': [
    '{count} events were lost: blocks whose free is among them are counted as live',
    '丢失 {count} 个事件：其中被释放的块会计为存活',
  ],
  'tools.trace.overwritten': [
    '{count} addresses were handed out again without a free between: the older block was taken out',
    '{count} 个地址未经释放又被分配：已去掉较早的块',
  ],
  'tools.trace.map-failed': [
    '{count} mappings failed (MAP_FAILED) and were left out',
    '{count} 次映射失败（MAP_FAILED），未计入',
  ],
  'tools.trace.restored': [
    '{count} blocks stayed alive because their realloc failed',
    '{count} 个内存块因 realloc 失败而保持存活',
  ],
  'tools.trace.skip.other': ['Lines of other tracers', '其他跟踪器的行'],
  'tools.trace.skip.unknown': ['Lines that bcc could not read itself', 'bcc 自身无法读取的行'],
  'tools.bcc.profile': ['Stacks sampled by profile of bcc', 'bcc profile 采样的调用栈'],
  'tools.bcc.offcputime': ['Stacks of waiting threads by offcputime of bcc', 'bcc offcputime 的等待线程调用栈'],
  'tools.bcc.stackcount': ['Stacks counted by stackcount of bcc', 'bcc stackcount 计数的调用栈'],
  'tools.bcc.lost': [
    '{count} stack traces could not be shown by the tool: run it with a larger --stack-storage-size',
    '工具有 {count} 个调用栈无法显示：请用更大的 --stack-storage-size 运行',
  ],
  'tools.bcc.missed': ['{count} stacks have no user or no kernel part', '{count} 个调用栈缺少用户或内核部分'],
  'tools.bcc.cut': ['The last stack has no value: the output is cut', '最后一个调用栈没有数值：输出被截断'],
  'tools.bcc.skip.cut': ['Stacks without a value', '没有数值的调用栈'],
};
