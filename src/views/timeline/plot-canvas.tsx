import { type ReactNode, useEffect, useRef } from 'react';
import { readTimelineTheme, type TimelineTheme } from '../../draw/timeline-theme.ts';
import { sizeCanvas } from '../flame/canvas-size.ts';
import { useCanvasLook } from '../flame/use-canvas-look.ts';
import type { TimelineStage } from './stage.ts';

/** Widths of the fixed parts left of a plot, and what stays free at its right. */
export const HEAD = 138;
export const LABELS = 58;
export const RIGHT = 12;

export interface Paper {
  readonly pen: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
  readonly theme: TimelineTheme;
}

interface PlotCanvasProps {
  readonly stage: TimelineStage;
  readonly width: number;
  readonly height: number;
  readonly label: string;
  readonly paint: (paper: Paper) => void;
}

/** A canvas that is painted anew in every frame in which the stage changed. */
export function PlotCanvas({ stage, width, height, label, paint }: PlotCanvasProps): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const painter = useRef(paint);
  painter.current = paint;
  const { themeKey } = useCanvasLook(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is read again when its key changes
  useEffect(() => {
    const element = canvas.current;
    const pen = element?.getContext('2d') ?? null;
    if (element === null || pen === null || width < 1) return;
    const ratio = window.devicePixelRatio || 1;
    sizeCanvas(element, { width, height, ratio });
    const theme = readTimelineTheme(element);
    // What is scrolled away is not painted.
    let visible = true;
    const watch = new IntersectionObserver(([entry]) => {
      visible = entry?.isIntersecting ?? true;
      if (visible) stage.draw();
    });
    watch.observe(element);
    const stop = stage.paint(() => {
      if (!visible) return;
      pen.setTransform(ratio, 0, 0, ratio, 0, 0);
      painter.current({ pen, width, height, theme });
    });
    return () => {
      watch.disconnect();
      stop();
    };
  }, [stage, width, height, themeKey]);
  // What it closes over has changed with every render.
  useEffect(() => stage.draw());
  return <canvas ref={canvas} role="img" aria-label={label} />;
}
