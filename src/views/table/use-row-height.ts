import { useView } from '../context.ts';
import { useMedia } from '../shell/use-width.ts';

/** Height of a table row: 26, comfortable 30, under a finger 44 (as `--table-row` says). */
export function useRowHeight(): number {
  const density = useView((s) => s.preferences.density);
  const coarse = useMedia('(pointer: coarse)');
  return coarse ? 44 : density === 'comfortable' ? 30 : 26;
}

/** Height of a row of the source list: 49, comfortable 53, under a finger 56 (as `--source-row` says). */
export function useSourceRowHeight(): number {
  const density = useView((s) => s.preferences.density);
  const coarse = useMedia('(pointer: coarse)');
  return coarse ? 56 : density === 'comfortable' ? 53 : 49;
}

/** Height of a flame graph row: 20, comfortable 24, under a finger 32 (as `--frame-row` says). */
export function useFrameHeight(): number {
  const density = useView((s) => s.preferences.density);
  const coarse = useMedia('(pointer: coarse)');
  return coarse ? 32 : density === 'comfortable' ? 24 : 20;
}
