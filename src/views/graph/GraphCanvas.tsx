import { select } from 'd3-selection';
import { type D3ZoomEvent, type ZoomBehavior, type ZoomTransform, zoom, zoomIdentity } from 'd3-zoom';
import { type KeyboardEvent, type MutableRefObject, type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { fillsOf, KeyFills } from '../../draw/frame-fills.ts';
import { edgeWidths, middleOf, pathText } from '../../draw/graph-picture.ts';
import { readTheme } from '../../draw/theme.ts';
import { stringAt } from '../../model/strings.ts';
import type { FlameColour } from '../../state/view.ts';
import { useApp, useSay, useView } from '../context.ts';
import { filterFrame } from '../flame/frame-actions.ts';
import type { useCanvasLook } from '../flame/use-canvas-look.ts';
import css from './GraphView.module.css';
import type { ShownGraph } from './GraphView.tsx';
import { neighbourTo, stepsOf } from './graph-keys.ts';

interface GraphCanvasProps {
  readonly shown: ShownGraph;
  readonly colour: FlameColour;
  readonly look: ReturnType<typeof useCanvasLook>;
  readonly svg: RefObject<SVGSVGElement | null>;
  readonly fit: MutableRefObject<() => void>;
}

const ZOOM: [number, number] = [0.04, 4];
const MARGIN = 24;
const MAP_WIDTH = 132;
const MAP_HEIGHT = 92;
/** With more edges than this their figures would cover the picture: only those of the pointed function are written. */
const MOST_LABELS = 160;

/** The graph itself: boxes and arrows to pan, zoom, point at and walk along. */
export function GraphCanvas({ shown, colour, look, svg, fit }: GraphCanvasProps) {
  const t = useSay();
  const app = useApp();
  const { answer, boxes, layout } = shown;
  const { keys, edges } = answer;
  const selected = useView((s) => s.selection?.name ?? '');
  const [hover, setHover] = useState<number | null>(null);
  const [active, setActive] = useState(0);
  const [transform, setTransform] = useState<ZoomTransform>(zoomIdentity);
  const [size, setSize] = useState({ width: 1, height: 1 });
  const content = useRef<SVGGElement>(null);
  const behaviour = useRef<ZoomBehavior<SVGSVGElement, unknown> | null>(null);
  const widths = useMemo(() => edgeWidths(answer), [answer]);
  const steps = useMemo(() => stepsOf(answer), [answer]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is read again when its key changes.
  const stripes = useMemo(() => {
    const theme = readTheme(svg.current ?? document.documentElement);
    const fills = fillsOf({ ...theme, forced: false });
    const known = new KeyFills(keys, colour);
    return boxes.map(({ change }, i) => {
      if (colour !== 'change') return fills[known.of(i)]?.fill ?? theme.ink3;
      const { grew, shrank, same } = theme.frames;
      return (change === null || change === 0 ? same : change > 0 ? grew : shrank).fill;
    });
  }, [boxes, keys, colour, look.themeKey, svg]);

  useEffect(() => {
    const element = svg.current;
    if (element === null) return;
    const zooming = zoom<SVGSVGElement, unknown>()
      .scaleExtent(ZOOM)
      .on('zoom', (event: D3ZoomEvent<SVGSVGElement, unknown>) => {
        content.current?.setAttribute('transform', event.transform.toString());
        setTransform(event.transform);
      });
    behaviour.current = zooming;
    select(element).call(zooming).on('dblclick.zoom', null);
    const watch = new ResizeObserver(() => setSize({ width: element.clientWidth, height: element.clientHeight }));
    watch.observe(element);
    return () => {
      watch.disconnect();
      select(element).on('.zoom', null);
    };
  }, [svg]);

  const moveTo = (x: number, y: number, k: number) => {
    const element = svg.current;
    if (element === null || behaviour.current === null) return;
    const to = zoomIdentity.translate(element.clientWidth / 2 - x * k, element.clientHeight / 2 - y * k).scale(k);
    select(element).call(behaviour.current.transform, to);
  };
  fit.current = () => {
    const element = svg.current;
    if (element === null) return;
    const room = (whole: number, part: number) => (whole - 2 * MARGIN) / Math.max(1, part);
    const k = Math.min(1, room(element.clientWidth, layout.width), room(element.clientHeight, layout.height));
    moveTo(layout.width / 2, layout.height / 2, Math.max(ZOOM[0], k));
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new layout is fitted once.
  useEffect(() => {
    setHover(null);
    setActive(0);
    fit.current();
  }, [layout]);

  const near = useMemo(() => {
    if (hover === null) return null;
    const set = new Set([hover]);
    for (let e = 0; e < edges.from.length; e++) {
      if (edges.from[e] === hover) set.add(edges.to[e] ?? 0);
      if (edges.to[e] === hover) set.add(edges.from[e] ?? 0);
    }
    return set;
  }, [hover, edges]);

  const choose = (i: number) => app.view.select({ path: null, name: boxes[i]?.name ?? '' });
  const focusOn = (i: number) => {
    const rawName = stringAt(keys.strings, keys.rawName[i] ?? 0);
    filterFrame(app, { path: null, name: boxes[i]?.name ?? '', rawName }, 'focus');
  };
  const onKeyDown = (event: KeyboardEvent, i: number) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter' || event.key === ' ') choose(i);
    else {
      const next = neighbourTo(event.key, i, steps, layout);
      if (next === null) return;
      setActive(next);
      const x = layout.x[next] ?? 0;
      const y = layout.y[next] ?? 0;
      const [sx, sy] = transform.apply([x, y]);
      if (sx < MARGIN || sy < MARGIN || sx > size.width - MARGIN || sy > size.height - MARGIN)
        moveTo(x, y, transform.k);
      svg.current?.querySelector<SVGGElement>(`[data-node="${next}"]`)?.focus();
    }
    event.preventDefault();
    event.stopPropagation();
  };

  const picture = useMemo(() => ({ paths: layout.paths.map(pathText), middles: layout.paths.map(middleOf) }), [layout]);
  const few = edges.from.length <= MOST_LABELS;
  return (
    <>
      <svg
        ref={svg}
        className={css.svg}
        role="application"
        aria-label={t('graph.label', { type: answer.sampleType.type })}
      >
        <defs>
          <marker
            id="graph-arrow"
            viewBox="0 0 8 8"
            refX="8"
            refY="4"
            markerWidth="9"
            markerHeight="9"
            markerUnits="userSpaceOnUse"
            orient="auto"
          >
            <path className={css.head} d="M0 0L8 4L0 8Z" />
          </marker>
        </defs>
        <g ref={content}>
          {picture.paths.map((d, e) => {
            const change = edges.before === null ? 0 : (edges.value[e] ?? 0) - (edges.before[e] ?? 0);
            const tone = change > 0 ? css.grew : change < 0 ? css.shrank : '';
            const away = hover !== null && edges.from[e] !== hover && edges.to[e] !== hover;
            return (
              <path
                key={`${edges.from[e]} ${edges.to[e]}`}
                className={`${css.edge} ${tone} ${away ? css.away : ''}`}
                d={d}
                strokeWidth={widths[e]}
                strokeDasharray={edges.residual[e] === 1 ? '1 5' : undefined}
                strokeLinecap={edges.residual[e] === 1 ? 'round' : undefined}
                markerEnd="url(#graph-arrow)"
              />
            );
          })}
          {picture.middles.map(([x, y], e) => {
            const touches = hover !== null && (edges.from[e] === hover || edges.to[e] === hover);
            if (hover === null ? !few : !touches) return null;
            const change = edges.before === null ? 0 : (edges.value[e] ?? 0) - (edges.before[e] ?? 0);
            const amount = change === 0 ? look.format(edges.value[e] ?? 0) : look.formatDelta(change);
            const text = edges.inlined[e] === 1 ? `${amount} · ${t('graph.inline')}` : amount;
            const width = text.length * 6 + 6;
            return (
              <g key={`${edges.from[e]} ${edges.to[e]}`} className={css.plate} transform={`translate(${x} ${y})`}>
                <rect x={-width / 2} y={-7} width={width} height={14} />
                <text y={4} textAnchor="middle">
                  {text}
                </text>
              </g>
            );
          })}
          {boxes.map((box, i) => {
            const x = (layout.x[i] ?? 0) - box.width / 2;
            const y = (layout.y[i] ?? 0) - box.height / 2;
            const callers = steps.callers[i]?.length ?? 0;
            const callees = steps.callees[i]?.length ?? 0;
            return (
              // biome-ignore lint/a11y/useSemanticElements: a box of a drawing cannot be an HTML button.
              <g
                // biome-ignore lint/suspicious/noArrayIndexKey: a box is its row in the answer; names may repeat.
                key={i}
                role="button"
                data-node={i}
                tabIndex={i === active ? 0 : -1}
                aria-pressed={box.name === selected}
                aria-label={t('graph.node', { name: box.name, value: box.value, callers, callees })}
                className={`${css.node} ${near !== null && !near.has(i) ? css.away : ''}`}
                transform={`translate(${x} ${y})`}
                onPointerEnter={() => setHover(i)}
                onPointerLeave={() => setHover(null)}
                onClick={() => {
                  setActive(i);
                  choose(i);
                }}
                onDoubleClick={() => focusOn(i)}
                onFocus={() => setActive(i)}
                onKeyDown={(event) => onKeyDown(event, i)}
              >
                <title>{box.name}</title>
                <rect className={css.box} width={box.width} height={box.height} rx={4} />
                <rect className={css.stripe} width={4} height={box.height} rx={2} fill={stripes[i]} />
                <text className={css.name} x={12} y={box.height / 2 - 3}>
                  {box.label}
                </text>
                <text className={css.value} x={12} y={box.height / 2 + 12}>
                  {box.value}
                </text>
              </g>
            );
          })}
        </g>
      </svg>
      <Minimap shown={shown} stripes={stripes} transform={transform} size={size} onMove={moveTo} />
    </>
  );
}

interface MinimapProps {
  readonly shown: ShownGraph;
  readonly stripes: readonly string[];
  readonly transform: ZoomTransform;
  readonly size: { readonly width: number; readonly height: number };
  readonly onMove: (x: number, y: number, k: number) => void;
}

function Minimap({ shown: { boxes, layout }, stripes, transform, size, onMove }: MinimapProps) {
  const t = useSay();
  const scale = Math.min(MAP_WIDTH / Math.max(1, layout.width), MAP_HEIGHT / Math.max(1, layout.height));
  const left = (MAP_WIDTH - layout.width * scale) / 2;
  const top = (MAP_HEIGHT - layout.height * scale) / 2;
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
  const [x, y] = transform.invert([0, 0]);
  return (
    <svg
      className={css.minimap}
      width={MAP_WIDTH}
      height={MAP_HEIGHT}
      role="img"
      aria-label={t('graph.minimap')}
      onPointerDown={(event) => {
        const box = event.currentTarget.getBoundingClientRect();
        onMove((event.clientX - box.left - left) / scale, (event.clientY - box.top - top) / scale, transform.k);
      }}
    >
      <g transform={`translate(${left} ${top}) scale(${scale})`}>
        {rects}
        <rect
          className={css.window}
          x={x}
          y={y}
          width={size.width / transform.k}
          height={size.height / transform.k}
          strokeWidth={1.5 / scale}
        />
      </g>
    </svg>
  );
}
