import type { Words } from './words.ts';

/** Statistics of the Go runtime and series of figures. */
export const statsWords: Words = {
  'shell.format.mem-stats': ['MemStats', 'MemStats'],
  'shell.format.gc-stats': ['GCStats', 'GCStats'],
  'shell.format.expvar': ['/debug/vars', '/debug/vars'],
  'shell.format.runtime-metrics': ['runtime/metrics', 'runtime/metrics'],
  'shell.format.gctrace': ['gctrace', 'gctrace'],
  'shell.format.go-trace': ['Go trace', 'Go trace'],
  'stats.evidence.mem-stats': ['Fields of runtime.MemStats', 'runtime.MemStats 的字段'],
  'stats.evidence.expvar': ['Variables of /debug/vars with MemStats', '/debug/vars 的变量，含 MemStats'],
  'stats.evidence.gc-stats': ['Fields of debug.GCStats', 'debug.GCStats 的字段'],
  'stats.evidence.metrics': ['Names of runtime/metrics', 'runtime/metrics 的名称'],
  'stats.skip.json': ['Text that is no JSON', '不是 JSON 的文本'],
  'stats.skip.noTime': ['Dump whose time is not known', '时间未知的转储'],
  'stats.skip.histogram': ['Histogram whose counts and bounds do not belong together', '计数与边界不匹配的直方图'],
  'stats.cut': ['The JSON ends too early', 'JSON 提前结束'],
  'stats.none': ['No figure could be read', '没有可读取的数值'],
  'stats.noTime': ['The figures have no time, and neither has the file', '数值没有时间，文件也没有日期'],
  'stats.backwards': ['Dumps were not in order of time and were sorted', '转储未按时间排列，已排序'],
  'stats.time.file': [
    'The dump does not say when it was taken: the date of the file was taken, the newest GC is the earliest',
    '转储未说明采集时间：取文件日期，最早不早于最近一次 GC',
  ],
  'stats.time.lastGC': [
    'The dump does not say when it was taken: it stands at its newest GC, the date of the file is the latest',
    '转储未说明采集时间：放在最近一次 GC 处，最晚不晚于文件日期',
  ],
  'stats.moments': [
    '{count} dumps of one file have no time between them; print one before each, as in while :; do date -u; cat /proc/PID/status; done',
    '同一文件中有 {count} 个转储没有时间；可在每个之前打印时间，如 while :; do date -u; cat /proc/PID/status; done',
  ],
  'stats.ring': [
    'Go keeps the last 256 pauses: {kept} of {all} are here; totals are those of the counters',
    'Go 只保留最近 256 次暂停：此处有 {all} 次中的 {kept} 次；总计取自计数器',
  ],
  'stats.variables': [
    '{count} variables beyond the first {kept} were left out',
    '超出前 {kept} 个的 {count} 个变量未纳入',
  ],
};
