import type { Words } from './words.ts';

/** Flame graph: labels of the canvas and what it says to screen readers. */
export const flameWords: Words = {
  'flame.more': ['{count} more', '另有 {count} 个'],
  'flame.folded': ['{count} outer callers', '{count} 层外部调用者'],
  'flame.nothing-selected': [
    'Nothing selected. Arrow keys select a frame, Enter zooms to it, Shift+F10 opens its menu.',
    '未选择任何帧。方向键选择帧，Enter 缩放到该帧，Shift+F10 打开菜单。',
  ],
  'flame.selected': [
    '{name}, {value}, {share} of the total, depth {depth}',
    '{name}，{value}，占总计 {share}，深度 {depth}',
  ],
  'flame.selected-change': [
    '{name}, {before} → {after}, {delta}, depth {depth}',
    '{name}，{before} → {after}，{delta}，深度 {depth}',
  ],
  'flame.selected-root': ['{name}, {value}, everything', '{name}，{value}，全部'],
};
