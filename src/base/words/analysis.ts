import type { Words } from './words.ts';

export const analysisWords: Words = {
  'analysis.regex.missing': ['Missing {what} at {position}', '第 {position} 个字符处缺少 {what}'],
  'analysis.regex.unexpected': ['Unexpected {what} at {position}', '第 {position} 个字符处不应有 {what}'],
  'analysis.regex.repeat': [
    'Nothing to repeat at {position}: {what}',
    '第 {position} 个字符处没有可重复的内容：{what}',
  ],
  'analysis.regex.escape': ['Unknown escape {what} at {position}', '第 {position} 个字符处的转义 {what} 无法识别'],
  'analysis.regex.perl': [
    'RE2 has no {what}, at {position}; lookaround and backreferences are not available',
    'RE2 不支持第 {position} 个字符处的 {what}，不能使用环视和反向引用',
  ],
  'analysis.regex.invalid': [
    '{what} is no valid RE2 expression, at {position}',
    '第 {position} 个字符处的 {what} 不是有效的 RE2 表达式',
  ],
  'analysis.noSampleType': ['{source} has no sample type {type}', '{source} 没有样本类型 {type}'],
  'analysis.noCommonType': ['The profiles have no sample type in common', '这些剖析没有共同的样本类型'],
  'analysis.time.unrelated': [
    '{source} is not cut by the range: its clock is not related to the axis',
    '{source} 未按范围截取：其时钟未与时间轴对齐',
  ],
  'analysis.time.sums': [
    '{source} is not cut by the range: it holds sums over its whole time',
    '{source} 未按范围截取：它是整段时间的合计',
  ],
  'analysis.time.moment': [
    '{source} is not cut by the range: it shows one moment',
    '{source} 未按范围截取：它只反映一个时刻',
  ],
  'analysis.noSource': ['Source {source} is not open', '来源 {source} 未打开'],
  'analysis.dropFrames': ['drop_frames of the file is not applied: {what}', '未应用文件中的 drop_frames：{what}'],
};
