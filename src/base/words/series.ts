import type { Words } from './words.ts';

/** Values over time from tables and monitoring. */
export const seriesWords: Words = {
  'shell.format.time-table': ['table over time', '随时间的表格'],
  'shell.format.json-lines': ['JSON lines', 'JSON 行'],
  'shell.format.prometheus': ['Prometheus answer', 'Prometheus 应答'],
  'shell.format.prometheus-text': ['/metrics', '/metrics'],
  'shell.format.ps-samples': ['ps samples', 'ps 采样'],
  'columns.choose': ['Columns…', '列…'],
  'columns.title': ['Columns of the table', '表格的列'],
  'columns.time': ['Time', '时间'],
  'columns.unit': ['Unit of {name}', '{name} 的单位'],
  'columns.read': ['Read again', '重新读取'],
  'columns.cancel': ['Cancel', '取消'],
  'columns.unit.none': ['no unit', '无单位'],
  'columns.unit.count': ['count', '计数'],
  'columns.unit.bytes': ['bytes', '字节'],
  'columns.unit.kib': ['KiB', 'KiB'],
  'columns.unit.mib': ['MiB', 'MiB'],
  'columns.unit.percent': ['percent', '百分比'],
  'columns.unit.seconds': ['seconds', '秒'],
  'columns.unit.ms': ['milliseconds', '毫秒'],
  'columns.unit.ns': ['nanoseconds', '纳秒'],
  'series.evidence.table': [
    'Table with a column of times ({time}: {kind}) and of values: {values}',
    '含时间列（{time}：{kind}）和数值列的表格：{values}',
  ],
  'series.evidence.jsonLines': ['JSON lines with a time and values', '含时间和数值的 JSON 行'],
  'series.evidence.prometheus': ['Answer of Prometheus to a query', 'Prometheus 查询应答'],
  'series.evidence.exposition': ['Lines “# TYPE” of /metrics', '/metrics 的“# TYPE”行'],
  'series.evidence.ps': ['Lines with a time, between them what ps prints', '时间行之间是 ps 的输出'],
  'series.columns': [
    'Column {time} was taken for the time ({kind}), for values: {values}',
    '列 {time} 被当作时间（{kind}），数值列：{values}',
  ],
  'series.utc': ['The times have no zone: UTC is assumed', '时间没有时区：按 UTC 计'],
  'series.relative': [
    'The times count from a start: the last of them is taken for the date of the file',
    '时间从起点计：最后一个被当作文件日期',
  ],
  'series.ps.bare': [
    'Numbers without a heading: taken for RSS in KiB, as ps -o rss= prints',
    '没有表头的数字：按 ps -o rss= 的 RSS（KiB）计',
  ],
  'series.noTable': ['No column of times with values beside it', '没有时间列及其数值'],
  'series.dropped': [
    '{count} values beyond the first {kept} series were left out',
    '超出前 {kept} 个序列的 {count} 个值未纳入',
  ],
  'series.backwards': ['Rows were not in order of time and were sorted', '各行未按时间排列，已排序'],
  'series.skip.time': ['Row without a time', '没有时间的行'],
  'series.skip.value': ['Value that is no number', '不是数字的值'],
};
