import type { Words } from './words.ts';

/** What the stores say themselves. */
export const stateWords: Words = {
  'state.crash': [
    'Reading stopped with an internal error: {text}. Other files are not affected',
    '读取时发生内部错误而停止：{text}。其他文件不受影响',
  ],
};
