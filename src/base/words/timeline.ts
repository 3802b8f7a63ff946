import type { Words } from './words.ts';

/** Formats with times: gctrace logs and Go execution traces; the commands that print them. */
export const timelineWords: Words = {
  'timeline.gctrace.evidence': ['gctrace line of the Go runtime: {line}', 'Go 运行时的 gctrace 行：{line}'],
  'timeline.gctrace.none': [
    'No gctrace line of Go 1.5 or later could be read',
    '没有可读取的 Go 1.5 及以后版本的 gctrace 行',
  ],
  'timeline.gctrace.epochs': [
    '{count} processes or restarts in one log: each is a timeline of its own',
    '一个日志中有 {count} 个进程或重启：各为一条时间线',
  ],
  'timeline.gctrace.repaired': [
    '{count} gctrace lines were broken by other output and put together again',
    '{count} 行 gctrace 被其他输出打断，已重新拼合',
  ],
  'timeline.gctrace.broken': [
    'gctrace line broken by other output, its rest not found',
    'gctrace 行被其他输出打断，未找到其余部分',
  ],
  'timeline.gctrace.gap': ['GC cycles missing in the numbering', '编号中缺失的 GC 周期'],
  'timeline.wrapper.docker-json': ['Lines unpacked from docker JSON records', '已从 docker JSON 记录中取出各行'],
  'timeline.wrapper.cri': ['Lines unpacked from CRI records', '已从 CRI 记录中取出各行'],
  'timeline.wrapper.json': ['Lines unpacked from JSON log records', '已从 JSON 日志记录中取出各行'],
  'timeline.wrapper.journald': ['Prefixes of journald taken off', '已去掉 journald 前缀'],
  'timeline.wrapper.compose': ['Prefixes of compose taken off', '已去掉 compose 前缀'],
  'timeline.wrapper.timestamps': ['Timestamps before the lines taken off', '已去掉行首时间戳'],
  'timeline.line.gc-forced': [
    '{count} lines “GC forced”: a collection every two minutes, for want of others',
    '{count} 行“GC forced”：两分钟内无 GC 时的定期回收',
  ],
  'timeline.line.scvg': ['{count} lines of the scavenger (scvg)', '{count} 行 scavenger 输出（scvg）'],
  'timeline.line.scavtrace': ['{count} lines of scavtrace', '{count} 行 scavtrace'],
  'timeline.line.gcpacertrace': ['{count} lines of gcpacertrace', '{count} 行 gcpacertrace'],
  'timeline.line.inittrace': ['{count} lines of inittrace', '{count} 行 inittrace'],
  'timeline.line.schedtrace': ['{count} lines of schedtrace', '{count} 行 schedtrace'],
  'timeline.line.gctrace-old': [
    '{count} gctrace lines of Go 1.4 or older: they have no time and are left out',
    '{count} 行 Go 1.4 或更早的 gctrace：没有时间，未纳入',
  ],
};
