import { type FlameTheme, readTheme } from './theme.ts';

/** Colours of the timeline: those of every picture, the series, and the change that grew. */
export interface TimelineTheme extends FlameTheme {
  readonly series: readonly [first: string, second: string, third: string, fourth: string];
  readonly ink2: string;
  readonly panel: string;
  readonly grewText: string;
}

/** Reads the role tokens of an element, once per change of theme. */
export function readTimelineTheme(element: Element): TimelineTheme {
  const theme = readTheme(element);
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim() || theme.ink;
  return {
    ...theme,
    series: [token('series-1'), token('series-2'), token('series-3'), token('series-4')],
    ink2: token('ink-2'),
    panel: token('panel'),
    grewText: token('grew-text'),
  };
}
