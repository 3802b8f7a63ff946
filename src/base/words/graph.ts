import type { Words } from './words.ts';

/** The call graph. */
export const graphWords: Words = {
  'shell.view.graph': ['Call graph', '调用图'],
  'graph.label': ['Call graph of {type}', '{type} 的调用图'],
  'graph.colour.change': ['change', '变化'],
  'graph.nodes': ['nodes', '节点'],
  'graph.fit': ['Fit', '适应窗口'],
  'graph.save': ['Save', '保存'],
  'graph.save.svg': ['SVG picture', 'SVG 图片'],
  'graph.save.png': ['PNG picture', 'PNG 图片'],
  'graph.save.dot': ['DOT for Graphviz', 'Graphviz 的 DOT'],
  'graph.self': ['{self} of {total}', '{self} / {total}'],
  'graph.node': [
    '{name}, self and total: {value}, {callers} callers, {callees} callees',
    '{name}，自身与合计：{value}，{callers} 个调用者，{callees} 个被调用者',
  ],
  'graph.inline': ['inline', '内联'],
  'graph.shown': [
    '{shown} of {all} functions, {edges} edges; dotted edges skip functions',
    '{all} 个函数中的 {shown} 个，{edges} 条边；点线略过了函数',
  ],
  'graph.hints': [
    'click select · double click focus · arrows follow edges · wheel zoom',
    '单击选择 · 双击聚焦 · 方向键沿边移动 · 滚轮缩放',
  ],
  'graph.minimap': ['Overview', '总览'],
  'graph.empty': ['No function has a value', '没有函数具有数值'],
  'graph.emptyText': ['Every value of this sample type is zero.', '该样本类型的数值全部为零。'],
  'graph.failed': ['The call graph could not be laid out', '无法布局调用图'],
  'graph.failedText': ['{what}. Fewer nodes need less memory and time.', '{what}。节点越少，所需的内存和时间越少。'],
  'graph.show80': ['Show 80 nodes', '显示 80 个节点'],
};
