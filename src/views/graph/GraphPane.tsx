import { type KeyboardEvent, type RefObject, useEffect, useMemo, useRef } from 'react';
import { edgeAmount, edgeLooks, pathText, placePlates } from '../../draw/graph-edges.ts';
import type { GraphSide } from '../../draw/graph-picture.ts';
import { stringAt } from '../../model/strings.ts';
import { useApp, useSay, useView } from '../context.ts';
import { filterFrame } from '../flame/frame-actions.ts';
import type { useCanvasLook } from '../flame/use-canvas-look.ts';
import { EdgePlate, GraphEdge, GraphHeads, plateWidth } from './GraphEdge.tsx';
import { GraphNode, type NodeHands } from './GraphNode.tsx';
import css from './GraphView.module.css';
import { neighbourTo, stepsOf } from './graph-keys.ts';
import { type GraphLink, neighbours, type ShownGraph } from './graph-link.ts';
import type { GraphZoom } from './graph-zoom.ts';

interface GraphPaneProps {
  readonly shown: ShownGraph;
  readonly side: GraphSide;
  readonly label: string;
  readonly stripes: readonly string[];
  readonly look: ReturnType<typeof useCanvasLook>;
  readonly zoom: GraphZoom;
  readonly link: GraphLink;
  readonly svg: RefObject<SVGSVGElement | null>;
}

/** With more edges than this only figures of seams and of the pointed function are written. */
const MOST_LABELS = 160;

/** The graph itself: boxes and arrows to pan, zoom, point at and walk along. */
export function GraphPane({ shown, side, label, stripes, look, zoom, link, svg }: GraphPaneProps) {
  const t = useSay();
  const { answer, boxes, layout } = shown;
  const { edges } = answer;
  const { hover } = link;
  const selected = useView((s) => s.selection?.name ?? '');
  const content = useRef<SVGGElement>(null);
  const steps = useMemo(() => stepsOf(answer), [answer]);
  const looks = useMemo(() => edgeLooks(edges, side), [edges, side]);
  const paths = useMemo(() => layout.paths.map(pathText), [layout]);
  const plates = useEdgePlates(shown, side, look, hover);
  const near = useMemo(() => neighbours(answer, hover), [answer, hover]);
  const hands = useHands(shown, zoom, link, svg, steps);
  useEffect(() => {
    if (svg.current === null || content.current === null) return;
    return zoom.add(svg.current, content.current);
  }, [zoom, svg]);

  const touches = (e: number) => hover !== null && (edges.from[e] === hover || edges.to[e] === hover);
  return (
    <svg ref={svg} className={css.svg} role="application" aria-label={label}>
      <GraphHeads id={`arrow-${side}`} />
      <g ref={content}>
        {paths.map((path, e) =>
          side === 'both' || edgeAmount(edges, e, side) !== 0 ? (
            <GraphEdge
              key={`${edges.from[e]} ${edges.to[e]}`}
              path={path}
              look={looks[e] ?? { width: 1, dash: '', double: false, tone: 'plain' }}
              away={hover !== null && !touches(e)}
              heads={`arrow-${side}`}
            />
          ) : null,
        )}
        {plates.map(({ e, x, y, text }) => (
          <EdgePlate key={`${edges.from[e]} ${edges.to[e]}`} x={x} y={y} text={text} seam={(edges.tier[e] ?? 0) > 0} />
        ))}
        {boxes.map((box, i) => (
          <GraphNode
            // biome-ignore lint/suspicious/noArrayIndexKey: a box is its row in the answer; names may repeat.
            key={i}
            node={i}
            box={box}
            side={side}
            x={layout.x[i] ?? 0}
            y={layout.y[i] ?? 0}
            stripe={stripes[i] ?? ''}
            label={t('graph.node', {
              name: box.name,
              value: `${box.texts[side].strong} ${box.texts[side].rest}`.trim(),
              callers: steps.callers[i]?.length ?? 0,
              callees: steps.callees[i]?.length ?? 0,
            })}
            selected={box.name === selected}
            active={i === link.active}
            away={near !== null && !near.has(i)}
            hands={hands}
          />
        ))}
      </g>
    </svg>
  );
}

/** What boxes do; the same object while the graph is, so that no box is drawn again for it. */
function useHands(
  { answer, boxes, layout }: ShownGraph,
  zoom: GraphZoom,
  { onHover, onActive }: GraphLink,
  svg: RefObject<SVGSVGElement | null>,
  steps: ReturnType<typeof stepsOf>,
): NodeHands {
  const app = useApp();
  return useMemo(() => {
    const { keys } = answer;
    const nameOf = (i: number) => boxes[i]?.name ?? '';
    const onChoose = (i: number) => {
      onActive(i);
      app.view.select({ path: null, name: nameOf(i) });
    };
    const onKey = (event: KeyboardEvent, i: number) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === 'Enter' || event.key === ' ') onChoose(i);
      else {
        const next = neighbourTo(event.key, i, steps, layout);
        if (next === null) return;
        onActive(next);
        zoom.reveal(layout.x[next] ?? 0, layout.y[next] ?? 0);
        svg.current?.querySelector<SVGGElement>(`[data-node="${next}"]`)?.focus();
      }
      event.preventDefault();
      event.stopPropagation();
    };
    const onFocus = (i: number) => {
      const rawName = stringAt(keys.strings, keys.rawName[i] ?? 0);
      filterFrame(app, { path: null, name: nameOf(i), rawName }, 'focus');
    };
    return { onHover, onActive, onChoose, onFocus, onKey };
  }, [app, answer, boxes, layout, zoom, onHover, onActive, svg, steps]);
}

interface Plate {
  readonly e: number;
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

/** The figures beside edges: those of seams first, then by weight, as far as they find room; of the pointed function all. */
function useEdgePlates(
  { answer: { edges }, boxes, layout }: ShownGraph,
  side: GraphSide,
  look: ReturnType<typeof useCanvasLook>,
  hover: number | null,
): readonly Plate[] {
  const t = useSay();
  return useMemo(() => {
    const tierOf = (e: number) => edges.tier[e] ?? 0;
    const textOf = (e: number): string => {
      const value = edgeAmount(edges, e, side);
      const change = side !== 'both' || edges.before === null ? 0 : value - (edges.before[e] ?? 0);
      const amount = change === 0 ? look.format(value) : look.formatDelta(change);
      const inlined = edges.inlined[e] === 1 ? t('graph.inline') : '';
      const parts = [tierOf(e) === 0 ? '' : t(`graph.tier.${tierOf(e)}`), amount, inlined];
      return parts.filter((part) => part !== '').join(' · ');
    };
    const few = edges.from.length <= MOST_LABELS;
    const wanted = Array.from(edges.value, (_, e) => e).filter((e) => {
      if (side !== 'both' && edgeAmount(edges, e, side) === 0) return false;
      return hover === null ? few || tierOf(e) > 0 : edges.from[e] === hover || edges.to[e] === hover;
    });
    const weight = (e: number) => Math.abs(edgeAmount(edges, e, side));
    const seamsFirst = (a: number, b: number) => Number(tierOf(b) > 0) - Number(tierOf(a) > 0);
    wanted.sort((a, b) => seamsFirst(a, b) || weight(b) - weight(a) || a - b);
    const texts = new Map(wanted.map((e) => [e, textOf(e)]));
    const widths = Array.from(edges.value, (_, e) => plateWidth(texts.get(e) ?? ''));
    const taken = boxes.map(({ width, height }, i) => {
      return { x: layout.x[i] ?? 0, y: layout.y[i] ?? 0, width, height };
    });
    const spots = placePlates(layout.paths, widths, wanted, taken);
    return [...spots].map(([e, { x, y }]) => ({ e, x, y, text: texts.get(e) ?? '' }));
  }, [edges, boxes, layout, side, look, hover, t]);
}
