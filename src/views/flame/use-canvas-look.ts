import { useMemo } from 'react';
import { showAmount, showDelta, showShare } from '../../base/figures.ts';
import type { ValueType } from '../../model/profile.ts';
import { useSay, useView } from '../context.ts';
import { useMedia } from '../shell/use-width.ts';
import { useFrameHeight } from '../table/use-row-height.ts';

/** Props of the canvas that only depend on preferences and units. */
export function useCanvasLook(type: ValueType | undefined) {
  const say = useSay();
  const rowHeight = useFrameHeight();
  const target = useView((s) => s.lens.unit);
  const theme = useView((s) => s.preferences.theme);
  const language = useView((s) => s.preferences.language);
  const dark = useMedia('(prefers-color-scheme: dark)');
  const contrast = useMedia('(prefers-contrast: more)');
  const forced = useMedia('(forced-colors: active)');
  const unit = type?.unit ?? '';
  return useMemo(
    () => ({
      say,
      rowHeight,
      format: (value: number) => showAmount(value, unit, target),
      formatDelta: (value: number) => `${value > 0 ? '▲ ' : value < 0 ? '▼ ' : ''}${showDelta(value, unit, target)}`,
      formatShare: (share: number) => showShare(share, 1),
      themeKey: `${theme} ${dark} ${contrast} ${forced} ${rowHeight} ${language}`,
    }),
    [say, rowHeight, unit, target, theme, dark, contrast, forced, language],
  );
}
