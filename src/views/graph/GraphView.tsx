import { useMemo, useRef } from 'react';
import { groupDigits } from '../../base/units.ts';
import { boxesOf, exportDot } from '../../draw/graph-picture.ts';
import type { Lens } from '../../model/lens.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/States.tsx';
import { useAskedLens } from '../asked-lens.ts';
import { useApp, useSay, useView } from '../context.ts';
import { useSelectionActions } from '../flame/frame-actions.ts';
import { ChangeLegend, OriginKeys, PackageLegend } from '../flame/OriginLegend.tsx';
import { useCanvasLook } from '../flame/use-canvas-look.ts';
import { saveFile } from '../save-file.ts';
import { Seam } from '../seam/Seam.tsx';
import { FooterFacts, FooterHints } from '../shell/slots.tsx';
import { ViewFrame } from '../shell/ViewFrame.tsx';
import { useAnswer } from '../use-answer.ts';
import { GraphPanes } from './GraphPanes.tsx';
import { GraphProblem } from './GraphProblem.tsx';
import { type FileKind, GraphTools } from './GraphTools.tsx';
import { GraphTwin } from './GraphTwin.tsx';
import css from './GraphView.module.css';
import { textMeasure } from './measure.ts';
import { savePng, standaloneSvg } from './save-picture.ts';
import { useGraphLayout } from './use-graph-layout.ts';

const DEFAULT_COUNT = 80;
const MOST = 500;

/** The lens as the graph asks it: how a comparison is shown does not change its answer. */
function graphLens(lens: Lens): Lens {
  return lens.compare === null ? lens : { ...lens, compare: { ...lens.compare, mode: 'growth' } };
}

/** Who calls whom: the functions of the lens and the calls between them. */
export default function GraphView() {
  const t = useSay();
  const { engine } = useApp();
  const lens = useAskedLens();
  const wanted = useView((s) => s.lens.nodeCount);
  const chosen = useView((s) => s.colour);
  const side = useView((s) => s.lens.compare?.mode === 'side');
  const nodeCount = wanted === 0 ? DEFAULT_COUNT : Math.min(wanted, MOST);
  const question = lens === null ? null : { lens: graphLens(lens), nodeCount };
  const answered = useAnswer(question, (asked) => engine.graph(asked));
  useSelectionActions();
  const { answer } = answered;
  const look = useCanvasLook(answer?.sampleType);
  const boxes = useMemo(() => {
    if (answer === undefined) return null;
    const { format, formatDelta } = look;
    const of = (total: string) => t('graph.of', { total });
    return boxesOf(answer, { format, formatDelta, of, self: t('graph.self'), widthOf: textMeasure() });
  }, [answer, look, t]);
  const layout = useGraphLayout(answer, boxes);
  const { shown } = layout;

  const compared = answer !== undefined && answer.cumBefore !== null;
  const split = side && (shown?.answer.cumBefore ?? null) !== null;
  const colour = compared ? chosen : chosen === 'change' ? 'origin' : chosen;
  const svgs = [useRef<SVGSVGElement>(null), useRef<SVGSVGElement>(null)] as const;
  const fit = useRef<() => void>(() => undefined);
  const save = (kind: FileKind) => {
    const name = `call-graph.${kind}`;
    if (kind === 'dot') {
      if (answer === undefined || boxes === null) return;
      saveFile([exportDot(boxes, answer, look.format, (tier) => t(`graph.tier.${tier}`))], name, 'text/vnd.graphviz');
      return;
    }
    const drawn = svgs.flatMap(({ current }) => (current === null ? [] : [current]));
    if (shown === null || drawn.length === 0) return;
    const picture = standaloneSvg(drawn, shown.layout.width, shown.layout.height);
    if (kind === 'svg') saveFile([picture.text], name, 'image/svg+xml');
    else void savePng(picture, name);
  };
  const drawable = boxes !== null && boxes.length > 0;
  const saves: readonly FileKind[] = shown !== null ? ['svg', 'png', 'dot'] : drawable ? ['dot'] : [];
  return (
    <ViewFrame
      answered={{ ...answered, pending: answered.pending || layout.pending }}
      toolbar={
        <GraphTools colour={colour} nodeCount={nodeCount} onFit={() => fit.current()} saves={saves} onSave={save} />
      }
      legend={
        colour === 'change' ? (
          <ChangeLegend veiled={false} />
        ) : colour === 'package' ? (
          <PackageLegend />
        ) : (
          <OriginKeys keys={answer?.keys} />
        )
      }
    >
      {answer !== undefined && answer.keys.length === 0 ? (
        <EmptyState title={t('graph.empty')}>{t('graph.emptyText')}</EmptyState>
      ) : layout.failure !== 'none' ? (
        <GraphProblem layout={layout} few={DEFAULT_COUNT} />
      ) : (
        <>
          {shown === null ? null : (
            <>
              <GraphPanes shown={shown} split={split} colour={colour} look={look} svgs={svgs} fit={fit} />
              <GraphTwin shown={shown} format={look.format} />
              <FooterFacts>
                {t('graph.shown', {
                  shown: groupDigits(shown.boxes.length),
                  all: groupDigits(shown.answer.allNodes),
                  edges: groupDigits(shown.answer.edges.from.length),
                })}
              </FooterFacts>
              <FooterHints>{t('graph.hints')}</FooterHints>
            </>
          )}
          <Seam crossed={answer?.edges.tier.some((tier) => tier > 0) === true} />
          {layout.slow ? (
            <div role="status" className={css.slow}>
              {t('graph.slow', { count: boxes?.length ?? 0 })}
              <Button onClick={layout.cancel}>{t('shell.cancel')}</Button>
            </div>
          ) : null}
        </>
      )}
    </ViewFrame>
  );
}
