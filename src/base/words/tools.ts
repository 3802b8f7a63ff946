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
};
