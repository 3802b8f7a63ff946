import { type PointerEvent, useMemo, useSyncExternalStore } from 'react';
import { useSay } from '../context.ts';
import css from './GraphView.module.css';
import type { ShownGraph } from './graph-link.ts';
import type { GraphZoom } from './graph-zoom.ts';

const WIDTH = 132;
const HEIGHT = 92;

interface GraphMinimapProps {
  readonly shown: ShownGraph;
  readonly stripes: readonly string[];
  readonly zoom: GraphZoom;
}

/** The whole graph, bottom right, with what is in sight framed; a click or drag moves there. */
export function GraphMinimap({ shown: { boxes, layout }, stripes, zoom }: GraphMinimapProps) {
  const t = useSay();
  const { transform, width, height } = useSyncExternalStore(zoom.subscribe, zoom.getSight);
  const scale = Math.min(WIDTH / Math.max(1, layout.width), HEIGHT / Math.max(1, layout.height));
  const left = (WIDTH - layout.width * scale) / 2;
  const top = (HEIGHT - layout.height * scale) / 2;
  const rects = useMemo(
    () =>
      boxes.map((box, i) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: a box is its row in the answer; names may repeat.
          key={i}
          x={(layout.x[i] ?? 0) - box.width / 2}
          y={(layout.y[i] ?? 0) - box.height / 2}
          width={box.width}
          height={box.height}
          fill={stripes[i]}
        />
      )),
    [boxes, layout, stripes],
  );
  const go = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    zoom.moveTo((event.clientX - box.left - left) / scale, (event.clientY - box.top - top) / scale);
  };
  const [x, y] = transform.invert([0, 0]);
  return (
    <svg
      className={css.minimap}
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-label={t('graph.minimap')}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        go(event);
      }}
      onPointerMove={(event) => event.buttons === 1 && go(event)}
    >
      <g transform={`translate(${left} ${top}) scale(${scale})`}>
        {rects}
        <rect
          className={css.window}
          x={x}
          y={y}
          width={width / transform.k}
          height={height / transform.k}
          strokeWidth={1.5 / scale}
        />
      </g>
    </svg>
  );
}
