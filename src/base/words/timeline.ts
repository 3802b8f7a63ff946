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
  'timeline.gctrace.absurd': ['gctrace line whose time cannot be true', '时间不可能为真的 gctrace 行'],
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
  'timeline.trace.evidence': ['Header of a Go {version} execution trace', 'Go {version} 执行跟踪的文件头'],
  'timeline.trace.newer': [
    'The trace is of Go {version}, newer than known here; it was read by the newest tables',
    '该跟踪来自 Go {version}，比此处已知的版本新；已按最新的表读取',
  ],
  'timeline.trace.older': [
    'Traces of Go {version} cannot be read; Go 1.11 and later can',
    '无法读取 Go {version} 的跟踪；可读取 Go 1.11 及以后版本',
  ],
  'timeline.trace.empty': ['The trace holds no events', '跟踪中没有事件'],
  'timeline.trace.cut': [
    'The trace ends too early; its last second was put together without its tables, {forced} events by force',
    '跟踪提前结束；最后约一秒在缺少表的情况下重建，其中 {forced} 个事件为强制排序',
  ],
  'timeline.trace.cut.todo': [
    'Stop a trace with trace.Stop before the program ends, or download it again',
    '请在程序结束前调用 trace.Stop，或重新下载',
  ],
  'timeline.trace.forced': [
    '{count} events came before what makes them possible and were put in order of time',
    '{count} 个事件早于其前提出现，已按时间排序',
  ],
  'timeline.trace.experimental': [
    '{count} batches of experiments in the trace were left out',
    '跟踪中的 {count} 个实验性批次未读取',
  ],
  'timeline.trace.absurd': [
    'Batch whose time is an hour away from its neighbours',
    '时间与相邻批次相差一小时以上的批次',
  ],
  'timeline.trace.unknown': [
    'Event of an unknown kind or time: the rest of its batch was left out',
    '类型或时间未知的事件：所在批次的其余部分未读取',
  ],
  'timeline.trace.damaged': ['Bytes that are no batch of a trace', '不是跟踪批次的字节'],
  'timeline.trace.damagedFile': [
    '{bytes} bytes in the trace are damaged and were left out',
    '跟踪中有 {bytes} 字节损坏，未读取',
  ],
  'timeline.trace.cpuRate': [
    'The trace does not say how often the CPU was sampled: 100 per second is assumed',
    '跟踪未说明 CPU 采样频率：按每秒 100 次计',
  ],
  'timeline.trace.v1cut': [
    'The trace ends before its clock frequency: its times are ticks, and no delays can be told',
    '跟踪在时钟频率之前结束：时间以 tick 计，无法得出时延',
  ],
  'timeline.trace.v1damaged': ['The trace ends in the middle of an event', '跟踪在事件中间结束'],
};
