import { type RefObject, useLayoutEffect, useRef } from 'react';
import { FlameController } from './flame-controller.ts';
import type { FlameCanvasProps } from './flame-props.ts';

interface FlameElements {
  readonly host: RefObject<HTMLDivElement | null>;
  readonly plot: RefObject<HTMLDivElement | null>;
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  readonly minimap: RefObject<HTMLCanvasElement | null>;
}

/** Ties a FlameController to the elements of a component and hands it every new set of props. */
export function useFlameView(props: FlameCanvasProps): FlameElements {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const minimap = useRef<HTMLCanvasElement>(null);
  const controller = useRef<FlameController | null>(null);
  const newest = useRef(props);
  newest.current = props;
  const hasMinimap = props.minimap !== false;

  useLayoutEffect(() => {
    if (host.current === null || plot.current === null || canvas.current === null) return;
    const parts = {
      host: host.current,
      plot: plot.current,
      canvas: canvas.current,
      minimap: hasMinimap ? minimap.current : null,
    };
    const made = new FlameController(parts, newest.current);
    controller.current = made;
    return () => {
      made.destroy();
      controller.current = null;
    };
  }, [hasMinimap]);

  useLayoutEffect(() => {
    controller.current?.update(props);
  });

  return { host, plot, canvas, minimap };
}
