import type { Words } from './words.ts';

/** The text formats and the legacy binary CPU profile. */
export const textWords: Words = {
  'text.heap.go': [
    '"heap profile" line of a Go program, sampled every {rate} bytes',
    'Go 程序的 “heap profile” 行，每 {rate} 字节采样一次',
  ],
  'text.heap.sampled': [
    '"heap profile" line of tcmalloc, sampled every {rate} bytes',
    'tcmalloc 的 “heap profile” 行，每 {rate} 字节采样一次',
  ],
  'text.heap.exact': [
    '"heap profile" line of gperftools, every allocation counted',
    'gperftools 的 “heap profile” 行，统计每次分配',
  ],
  'text.heap.growth': ['"heap profile" line of a heap growth list', '堆增长列表的 “heap profile” 行'],
  'text.heap.fragmentation': ['"heap profile" line of a fragmentation list', '碎片列表的 “heap profile” 行'],
  'text.heap.unsampled': [
    'Values were scaled up from one sample in {rate} bytes, as pprof does',
    '数值已按每 {rate} 字节一个样本放大，与 pprof 相同',
  ],
  'text.count.evidence': ['"{name} profile: total" line of a Go program', 'Go 程序的 “{name} profile: total” 行'],
  'text.contention.mutex': ['"--- mutex:" line of a Go program', 'Go 程序的 “--- mutex:” 行'],
  'text.contention.block': ['"--- contention:" line of a Go program', 'Go 程序的 “--- contention:” 行'],
  'text.contention.contention': ['"--- contentionz" line', '“--- contentionz” 行'],
  'text.contention.no-clock': [
    'The file does not say how many cycles a second has: delays are taken as nanoseconds',
    '文件没有说明每秒周期数：延迟按纳秒处理',
  ],
  'text.contention.discarded': ['The program discarded {count} samples', '程序丢弃了 {count} 个样本'],
  'text.mutex.scaled': [
    'All counts are multiples of the sampling period {period}: taken as already scaled (Go 1.23 and 1.24 write them so; pprof would scale them again)',
    '所有计数都是采样周期 {period} 的倍数：视为已放大（Go 1.23 和 1.24 如此写出；pprof 会再次放大）',
  ],
  'text.mutex.raw': [
    'Not all counts are multiples of the sampling period {period}: taken as not scaled and multiplied by it',
    '计数并非都是采样周期 {period} 的倍数：视为未放大，已乘以该周期',
  ],
  'text.cpu.evidence': [
    'Binary CPU profile header of gperftools, {bits}-bit, one sample every {micros} µs',
    'gperftools 二进制 CPU profile 头，{bits} 位，每 {micros} µs 一个样本',
  ],
  'text.cpu.truncated': ['The profile ends in the middle: its end mark is missing', 'profile 中途结束：缺少结束标记'],
  'text.cpu.depth': [
    'A stack claims {depth} frames: the data are damaged from there on',
    '某个调用栈声称有 {depth} 帧：此后的数据已损坏',
  ],
  'text.cpu.no-map': [
    'The profile has no memory map: addresses belong to no file',
    'profile 没有内存映射：地址无法归属到文件',
  ],
  'text.cpu.signal-frame': [
    'A frame of the signal handler, shared by almost all samples, was taken out as pprof does',
    '已去掉几乎所有样本共有的信号处理帧，与 pprof 相同',
  ],
  'text.dump.evidence': ['Stacks under "goroutine N [state]:" lines', '“goroutine N [状态]:” 行下的调用栈'],
  'text.dump.elided': [
    '{count} stacks are longer than Go prints: frames in their middle or at their end are missing',
    '{count} 个调用栈超过 Go 打印的长度：缺少中间或末尾的帧',
  ],
  'text.dump.unavailable': [
    '{count} goroutines were running: Go could not print their stacks',
    '{count} 个 goroutine 正在运行：Go 无法打印其调用栈',
  ],
  'text.folded.one': ['Lines of "root;…;leaf count"', '“root;…;leaf 计数” 形式的行'],
  'text.folded.two': ['Lines of "root;…;leaf before after"', '“root;…;leaf 之前 之后” 形式的行'],
  'text.folded.guess-two': [
    'Every line ends in two numbers: taken as a comparison, before and after',
    '每行以两个数字结尾：视为比较，之前和之后',
  ],
  'text.note.unnamed': ['Addresses without names: the file has no symbols', '地址没有名称：文件不含符号'],
  'text.note.no-line-end': [
    'The last sample has no line end: its last address may be cut',
    '最后一个样本没有换行：最后一个地址可能被截断',
  ],
  'text.skip.line': ['Lines that are no record of this format', '不属于该格式的行'],
  'text.skip.long': ['Lines longer than 1 MiB', '超过 1 MiB 的行'],
  'text.skip.before': ['Lines before the profile', 'profile 之前的行'],
  'text.skip.between': ['Lines between the stacks', '调用栈之间的行'],
  'text.skip.map': ['Lines of the memory map that could not be read', '无法读取的内存映射行'],
  'text.skip.labels': ['Label lines that could not be read', '无法读取的标签行'],
  'text.skip.symbol': ['Names whose address is not in the stack', '地址不在调用栈中的名称'],
  'text.skip.bytes-without-objects': ['Records with bytes but no objects', '有字节数但没有对象数的记录'],
  'text.fail.no-header': ['The first line of the profile is missing or damaged', 'profile 的第一行缺失或损坏'],
  'text.fail.no-samples': ['No line could be read', '没有可读取的行'],
  'text.fail.totals': [
    'The file is incomplete: its first line states {stated}, the records that are there add up to {found}',
    '文件不完整：第一行写明 {stated}，现有记录合计 {found}',
  ],
  'text.advice.again': ['Capture the profile again, or copy the whole file', '重新采集 profile，或复制完整文件'],
};
