import type { Words } from './words.ts';

/** The border between Go and C. */
export const seamWords: Words = {
  'seam.layer.go-heap': ['Go heap', 'Go 堆'],
  'seam.layer.c-heap': ['C heap', 'C 堆'],
  'seam.layer.allocator': ['Allocator', '分配器'],
  'seam.layer.go-runtime': ['Go runtime', 'Go 运行时'],
  'seam.layer.stacks': ['Thread stacks', '线程栈'],
  'seam.layer.other': ['Other', '其他'],
  'seam.tier.0': ['One stack holds both sides', '同一个栈包含两侧'],
  'seam.tier.1a': [
    'The call that the thread was in, by probes on the wrappers',
    '由包装函数上的探针得知线程当时所在的调用',
  ],
  'seam.tier.1b': ['The call that the thread was in, by the execution trace', '由执行跟踪得知线程当时所在的调用'],
  'seam.tier.2': ['The wrapper has one static caller', '该包装函数只有一个静态调用者'],
  'seam.tier.3': ['Shared out by counted calls, as if each allocated the same', '按调用次数分摊，假定每次分配相同'],
  'seam.tier.4': ['Callers that were seen, without any weight', '出现过的调用者，没有权重'],
  'seam.tier.5': ['No evidence of the Go callers', '没有关于 Go 调用者的证据'],
};
