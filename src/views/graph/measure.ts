import { readTheme } from '../../draw/theme.ts';

/** Fonts of a box, as GraphView.module.css has them. */
const NAME = '600 11.5px';
const FIGURES = '10.5px';
const CHAR_WIDTH = 7;

/** Measures texts of boxes in the fonts that they are drawn with. */
export function textMeasure(): (text: string, bold: boolean) => number {
  const context = document.createElement('canvas').getContext('2d');
  if (context === null) return (text) => text.length * CHAR_WIDTH;
  const { fontFamily } = readTheme(document.documentElement);
  return (text, bold) => {
    context.font = `${bold ? NAME : FIGURES} ${fontFamily}`;
    return context.measureText(text).width;
  };
}
