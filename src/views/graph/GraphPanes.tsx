import { type MutableRefObject, type RefObject, useEffect, useMemo, useState } from 'react';
import { fillsOf, KeyFills } from '../../draw/frame-fills.ts';
import { readTheme } from '../../draw/theme.ts';
import type { FlameColour } from '../../state/view.ts';
import { PaneHead } from '../compare/PaneHead.tsx';
import { useSay } from '../context.ts';
import { markPainted } from '../flame/marks.ts';
import type { useCanvasLook } from '../flame/use-canvas-look.ts';
import { GraphMinimap } from './GraphMinimap.tsx';
import { GraphPane } from './GraphPane.tsx';
import css from './GraphView.module.css';
import type { GraphLink, ShownGraph } from './graph-link.ts';
import { GraphZoom } from './graph-zoom.ts';

interface GraphPanesProps {
  readonly shown: ShownGraph;
  /** Base and after next to each other instead of one graph. */
  readonly split: boolean;
  readonly colour: FlameColour;
  readonly look: ReturnType<typeof useCanvasLook>;
  /** The pictures, the base first, for saving. */
  readonly svgs: readonly [RefObject<SVGSVGElement | null>, RefObject<SVGSVGElement | null>];
  readonly fit: MutableRefObject<() => void>;
}

/** One graph, or the graph of both profiles twice: same places, one zoom, one pointed function. */
export function GraphPanes({ shown, split, colour, look, svgs, fit }: GraphPanesProps) {
  const t = useSay();
  const { answer, layout } = shown;
  const [zoom] = useState(() => new GraphZoom());
  const [hover, onHover] = useState<number | null>(null);
  const [active, onActive] = useState(0);
  const stripes = useStripes(shown, colour, look.themeKey);
  const link: GraphLink = { hover, active, onHover, onActive };
  fit.current = () => zoom.fit(layout);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another layout, or half the room, is placed once.
  useEffect(() => {
    onHover(null);
    onActive(0);
    zoom.start(layout, layout.x[0] ?? 0);
  }, [layout, split]);

  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      const sources = answer.cumBefore === null ? 1 : 2;
      markPainted({ sources, samples: answer.all, nodes: answer.keys.length });
    });
    return () => cancelAnimationFrame(frame);
  }, [answer]);

  const { type } = answer.sampleType;
  const own = { shown, stripes, look, zoom, link };
  const totals = { base: answer.wholeBefore ?? 0, after: answer.whole };
  return (
    <div className={css.place}>
      {split ? (
        <div className={css.panes}>
          {(['base', 'after'] as const).map((role, i) => (
            <section key={role} className={css.pane} aria-label={t(`shell.role.${role}`)}>
              <PaneHead role={role} total={totals[role]} unit={answer.sampleType.unit} />
              <GraphPane
                {...own}
                side={role}
                label={t('graph.paneLabel', { role: t(`shell.role.${role}`), type })}
                svg={i === 0 ? svgs[0] : svgs[1]}
              />
            </section>
          ))}
        </div>
      ) : (
        <GraphPane {...own} side="both" label={t('graph.label', { type })} svg={svgs[0]} />
      )}
      <GraphMinimap shown={shown} stripes={stripes} zoom={zoom} />
    </div>
  );
}

/** Colour of each box's stripe. */
function useStripes({ answer, boxes }: ShownGraph, colour: FlameColour, themeKey: string): readonly string[] {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is read again when its key changes.
  return useMemo(() => {
    const theme = readTheme(document.documentElement);
    const fills = fillsOf({ ...theme, forced: false });
    const known = new KeyFills(answer.keys, colour);
    return boxes.map(({ change }, i) => {
      if (colour !== 'change') return fills[known.of(i)]?.fill ?? theme.ink3;
      const { grew, shrank, same } = theme.frames;
      return (change === null || change === 0 ? same : change > 0 ? grew : shrank).fill;
    });
  }, [boxes, answer.keys, colour, themeKey]);
}
