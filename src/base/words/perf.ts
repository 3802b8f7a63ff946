import type { Words } from './words.ts';

/** Reports of the decoders of perf script and memleak. */
export const perfWords: Words = {
  'perf.evidence.header': ['perf’s own header block', 'perf 自己的文件头'],
  'perf.evidence.headings': ['{count} sample headings of perf script', 'perf script 的 {count} 个样本标题行'],
  'perf.evidence.chains': [
    '{count} call chains of perf script without headings',
    'perf script 的 {count} 条无标题调用链',
  ],
  'perf.noSamples': ['No sample was found in this perf text', '这份 perf 文本中没有样本'],
  'perf.skipped.line': ['line that is no heading, frame or record of perf', '不是 perf 标题、栈帧或记录的行'],
  'perf.skipped.frame': ['frame line without an address', '没有地址的栈帧行'],
  'perf.skipped.lost': ['lost by perf: PERF_RECORD_LOST', 'perf 丢失：PERF_RECORD_LOST'],
  'perf.lostRate': [
    'perf lost {count} events, {percent} % of all: totals are too small',
    'perf 丢失了 {count} 个事件，占全部的 {percent} %，合计值偏小',
  ],
  'perf.lost.short': ['{percent} of the events lost', '丢失 {percent} 的事件'],
  'open.otherStreams': [
    '{count} lines of other containers, units or streams are left out',
    '已略去其他容器、单元或流的 {count} 行',
  ],
  'perf.ip.offsets': [
    '{version} prints addresses in call chains as offsets in the file; kernel addresses are absolute',
    '{version} 在调用链中输出的是文件内偏移；内核地址为绝对地址',
  ],
  'perf.ip.looksOffsets': [
    'Addresses in call chains are taken for offsets in the file, as perf 5.16 to 6.4 prints them: those in libraries are small',
    '调用链中的地址视为文件内偏移（perf 5.16 至 6.4 的输出方式）：库中的地址很小',
  ],
  'perf.records': ['Records that are no samples: {kinds}', '非样本记录：{kinds}'],
  'perf.pages': [
    '{count} samples carry no label of the page that was touched: there are more than 65,536 pages',
    '{count} 个样本没有所访问页的标签：页数超过 65,536',
  ],
  'perf.live': [
    'Calls of malloc and their returns are paired by thread, blocks with their frees: {live} blocks are live. {failed} calls failed, {cutOff} began before the recording or ended after it, {unknownFrees} frees are of blocks from before it',
    '按线程配对 malloc 的调用与返回，并与释放配对：{live} 个块仍存活。{failed} 次调用失败，{cutOff} 次跨越录制的开始或结束，{unknownFrees} 次释放的是录制之前的块',
  ],
  'perf.live.lost': [
    'Of the allocations {noReturn} have no return, {noEntry} returns no call and {overwritten} blocks no free: about {percent} % of the events are missing',
    '{noReturn} 次分配没有返回，{noEntry} 次返回没有调用，{overwritten} 个块没有释放：约缺失 {percent} % 的事件',
  ],
  'perf.live.noAddress': [
    '{count} allocations are left out: their returns print no address',
    '{count} 次分配未计入：其返回没有输出地址',
  ],
  'perf.mappings': [
    'mmap, munmap, mremap and brk are paired by thread, taken as of one process: {live} ranges are mapped. {failed} calls failed, {cutOff} began before the recording or ended after it, {unknownFrees} unmapped what was mapped before it',
    '按线程配对 mmap、munmap、mremap 与 brk，视为同一进程：{live} 个区间仍映射。{failed} 次调用失败，{cutOff} 次跨越录制的开始或结束，{unknownFrees} 次解除的是录制之前的映射',
  ],
  'perf.mappings.lost': [
    'Of the system calls {noReturn} have no return, {noEntry} returns no call and {overwritten} ranges no munmap: about {percent} % of the events are missing',
    '{noReturn} 次系统调用没有返回，{noEntry} 次返回没有调用，{overwritten} 个区间没有 munmap：约缺失 {percent} % 的事件',
  ],
  'memleak.evidence': ['“{line}”', '“{line}”'],
  'memleak.evidence.bcc': ['“{line}”, written by bcc', '“{line}”，由 bcc 写出'],
  'memleak.evidence.libbpf': ['“{line}”, written by libbpf-tools', '“{line}”，由 libbpf-tools 写出'],
  'memleak.noReports': ['No report of memleak was found', '没有找到 memleak 报告'],
  'memleak.guess.date': [
    'memleak prints the time of day only; the date is that of the file',
    'memleak 只输出时刻；日期取自文件日期',
  ],
  'memleak.guess.options': [
    'Taken as run without -s, -z and -Z: memleak does not print them, and totals are lower with them. Blocks younger than 500 ms (-o) are never in it',
    '按未使用 -s、-z、-Z 处理：memleak 不会输出这些选项，使用时合计偏小。小于 500 ms（-o）的块从不包含在内',
  ],
  'memleak.note.hidden': [
    'Only the {count} largest stacks are printed: {bytes} bytes in other stacks are missing. Run memleak with -T 10000',
    '只输出了最大的 {count} 个栈：其他栈中的 {bytes} 字节缺失。请用 -T 10000 运行 memleak',
  ],
  'memleak.note.top': [
    'Only the {count} largest stacks are printed: totals are lower bounds. Run memleak with -T 10000',
    '只输出了最大的 {count} 个栈：合计是下限。请用 -T 10000 运行 memleak',
  ],
  'memleak.note.perhapsTop': [
    'Just {count} stacks are printed, perhaps the limit (-T): then totals are lower bounds. Run memleak with -T 10000',
    '恰好输出了 {count} 个栈，可能是上限（-T）：那么合计是下限。请用 -T 10000 运行 memleak',
  ],
  'memleak.note.evicted': [
    '{count} records have no stack: memleak had lost it, or the process had ended',
    '{count} 条记录没有栈：memleak 已丢失该栈，或进程已结束',
  ],
  'memleak.note.aliases': [
    'Some addresses have several symbols; the first one is shown',
    '部分地址有多个符号；显示第一个',
  ],
  'memleak.note.lost': [
    'memleak lost some stacks: “stack information lost”',
    'memleak 丢失了部分栈：“stack information lost”',
  ],
  'memleak.skipped.line': ['line that is no part of a memleak report', '不属于 memleak 报告的行'],
};
