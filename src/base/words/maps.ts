import type { Words } from './words.ts';

/** Process maps: reading them, their units, the memory map. */
export const mapsWords: Words = {
  'maps.evidence.maps': ['line of /proc/PID/maps: {line}', '/proc/PID/maps 的行：{line}'],
  'maps.evidence.smaps': ['mapping with figures of /proc/PID/smaps: {line}', '/proc/PID/smaps 的映射及数值：{line}'],
  'maps.evidence.smaps-rollup': ['line of /proc/PID/smaps_rollup: {line}', '/proc/PID/smaps_rollup 的行：{line}'],
  'maps.evidence.status': ['fields of /proc/PID/status', '/proc/PID/status 的字段'],
  'maps.evidence.pmap': ['process line of pmap: {line}', 'pmap 的进程行：{line}'],
  'maps.evidence.gdb': ['“Mapped address spaces:” of gdb', 'gdb 的 “Mapped address spaces:”'],
  'maps.none': ['No mapping could be read', '未能读取任何映射'],
  'maps.noRss': [
    'The process has no memory of its own: a kernel thread or a zombie',
    '该进程没有自己的内存：内核线程或僵尸进程',
  ],
  'maps.cut': ['The file ends within a mapping: its figures are missing', '文件在某个映射中间结束：缺少其数值'],
  'maps.skip.line': ['Line that is no part of a process map', '不属于进程映射的行'],
  'maps.note.gdb': [
    'Other output of gdb beside the mappings: {count} lines were left out',
    '映射之外的 gdb 输出：略去 {count} 行',
  ],
  'maps.guess.pssDirty': [
    'Dirty is Pss_Dirty: this form of pmap prints no other, pages that are shared count in parts',
    'Dirty 取自 Pss_Dirty：这种 pmap 输出没有其他列，共享页按比例计入',
  ],
};
