import type { PaintWords } from '../../draw/flame-painter.ts';
import type { FlameCanvasProps } from './flame-props.ts';

const MINUS = '−';

/** A change with arrow and sign, never by colour alone: `▲ +18.9 MB`; '' for none. */
export function deltaText(delta: number, format: (value: number) => string): string {
  if (delta === 0) return '';
  return delta > 0 ? `▲ +${format(delta)}` : `▼ ${MINUS}${format(-delta)}`;
}

const made = new WeakMap<FlameCanvasProps, PaintWords>();

/** The words that the painter needs, out of the props. */
export function paintWords(props: FlameCanvasProps): PaintWords {
  let words = made.get(props);
  if (words === undefined) {
    words = {
      root: props.rootLabel,
      value: props.format,
      delta: props.formatDelta ?? ((delta) => deltaText(delta, props.format)),
      more: (count) => props.say('flame.more', { count }),
      folded: (count) => props.say('flame.folded', { count }),
    };
    made.set(props, words);
  }
  return words;
}
