import type { Words } from './words.ts';

/** Taking compression off a file, and the pprof format. */
export const pprofWords: Words = {
  'compress.unreadable': [
    'The file could not be read on: it was changed, moved or removed',
    '无法继续读取文件：文件已被修改、移动或删除',
  ],
  'compress.gzipTruncated': [
    'The gzip data end too early, at byte {offset} of the compressed file',
    'gzip 数据提前结束，位于压缩文件第 {offset} 字节',
  ],
  'compress.gzipChecksum': [
    'The gzip checksum is wrong at byte {offset} of the compressed file: its content was changed or damaged',
    'gzip 校验和错误，位于压缩文件第 {offset} 字节：内容已被改动或损坏',
  ],
  'compress.gzipHeader': [
    'The gzip header is damaged at byte {offset} of the compressed file',
    'gzip 头已损坏，位于压缩文件第 {offset} 字节',
  ],
  'compress.gzipData': [
    'The gzip data are damaged at byte {offset} of the compressed file',
    'gzip 数据已损坏，位于压缩文件第 {offset} 字节',
  ],
  'compress.zstdTruncated': [
    'The zstd data end too early, at byte {offset} of the compressed file',
    'zstd 数据提前结束，位于压缩文件第 {offset} 字节',
  ],
  'compress.zstdChecksum': [
    'The zstd checksum is wrong at byte {offset} of the compressed file: its content was changed or damaged',
    'zstd 校验和错误，位于压缩文件第 {offset} 字节：内容已被改动或损坏',
  ],
  'compress.zstdData': [
    'The zstd data are damaged at byte {offset} of the compressed file',
    'zstd 数据已损坏，位于压缩文件第 {offset} 字节',
  ],
  'compress.zstdWindow': [
    'The zstd data at byte {offset} need a window of more than 128 MB, as made by zstd --long',
    '第 {offset} 字节处的 zstd 数据需要超过 128 MB 的窗口（由 zstd --long 生成）',
  ],
  'compress.zstdDictionary': [
    'The zstd data at byte {offset} need a dictionary that is not in the file',
    '第 {offset} 字节处的 zstd 数据需要文件之外的字典',
  ],
  'compress.trailingBytes': [
    '{bytes} bytes after the end of the compressed data belong to nothing',
    '压缩数据结束后有 {bytes} 字节的多余内容',
  ],
  'compress.zeroPadding': [
    '{bytes} zero bytes pad the end of the compressed data',
    '压缩数据末尾有 {bytes} 个填充零字节',
  ],
  'pprof.evidence': [
    'the bytes have the structure of profile.proto: {types} sample types, {samples} samples in the first part',
    '字节结构符合 profile.proto：{types} 个样本类型，开头部分有 {samples} 个样本',
  ],
  'pprof.evidenceNamed': [
    'the bytes have the structure of profile.proto, with sample types {types}',
    '字节结构符合 profile.proto，样本类型为 {types}',
  ],
  'pprof.empty': ['The file is empty', '文件为空'],
  'pprof.adviceAgain': ['Capture or copy the file again', '重新采集或复制该文件'],
  'pprof.cut': [
    'The file breaks off: the message at byte {offset} has {need} bytes, {left} of them are there',
    '文件不完整：第 {offset} 字节处的消息应有 {need} 字节，实际只有 {left} 字节',
  ],
  'pprof.cutVarint': ['The file breaks off within a number at byte {offset}', '文件在第 {offset} 字节处的数字中间断开'],
  'pprof.tooLong': [
    'The message at byte {offset} claims {bytes} bytes, more than any profile has',
    '第 {offset} 字节处的消息声称有 {bytes} 字节，超出任何性能剖析文件的可能大小',
  ],
  'pprof.badVarint': [
    'The number at byte {offset} does not end within ten bytes',
    '第 {offset} 字节处的数字超过十字节仍未结束',
  ],
  'pprof.badWireType': [
    'The field at byte {offset} has wire type {type}, which does not exist here',
    '第 {offset} 字节处字段的线类型为 {type}，此处不存在该类型',
  ],
  'pprof.group': [
    'Fields of the old group form, which profile.proto does not have',
    '出现 profile.proto 中不存在的旧式 group 字段',
  ],
  'pprof.tooMany': [
    'The tables would not fit into memory; reading stopped at byte {offset}',
    '表过大，内存无法容纳；读取在第 {offset} 字节处停止',
  ],
  'pprof.bad.sample': ['Malformed samples', '格式错误的样本'],
  'pprof.bad.sampleType': ['Malformed sample types', '格式错误的样本类型'],
  'pprof.bad.mapping': ['Malformed mappings', '格式错误的映射'],
  'pprof.bad.location': ['Malformed locations', '格式错误的位置'],
  'pprof.bad.function': ['Malformed functions', '格式错误的函数'],
  'pprof.bad.field': ['Fields of the wrong wire type', '线类型错误的字段'],
  'pprof.valueCount': [
    'Samples with {values} values where there are {types} sample types',
    '样本有 {values} 个值，而样本类型有 {types} 个',
  ],
  'pprof.missing.location': [
    'Samples that refer to a location that is not in the file',
    '引用了文件中不存在的位置的样本',
  ],
  'pprof.missing.function': [
    'Locations that refer to a function that is not in the file',
    '引用了文件中不存在的函数的位置',
  ],
  'pprof.duplicate.mapping': [
    'Mappings with an id that another has ({id}); the first is kept',
    '映射 id 重复（{id}），保留第一个',
  ],
  'pprof.duplicate.location': [
    'Locations with an id that another has ({id}); the first is kept',
    '位置 id 重复（{id}），保留第一个',
  ],
  'pprof.duplicate.function': [
    'Functions with an id that another has ({id}); the first is kept',
    '函数 id 重复（{id}），保留第一个',
  ],
  'pprof.zeroId.mapping': ['A mapping with the id 0, which means none', '映射的 id 为 0（0 表示无）'],
  'pprof.zeroId.location': ['A location with the id 0, which means none', '位置的 id 为 0（0 表示无）'],
  'pprof.zeroId.function': ['A function with the id 0, which means none', '函数的 id 为 0（0 表示无）'],
  'pprof.stringZero': ['The first string of the table is not empty', '字符串表的第一项不是空字符串'],
  'pprof.stringIndex': ['Strings that are not in the string table', '字符串表中不存在的字符串'],
  'pprof.concatenated': [
    'A second profile begins at byte {offset}; the first one is open',
    '第 {offset} 字节处开始了第二个剖析文件；已打开第一个',
  ],
  'pprof.noSampleTypes': ['The profile has no sample types', '剖析文件没有样本类型'],
  'pprof.keptBefore': [
    '{samples} samples before the break were kept; names and locations that come later in the file are missing',
    '已保留断点之前的 {samples} 个样本；位于其后的名称和位置缺失',
  ],
  'pprof.wraps': [
    'A total passes 64 bits: the true sum is shown here, go tool pprof shows it wrapped around',
    '总和超出 64 位：此处显示真实总和，而 go tool pprof 显示的是溢出后的值',
  ],
};
