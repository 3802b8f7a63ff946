import { Download, Maximize } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { groupDigits } from '../../base/units.ts';
import type { GraphAnswer, GraphLayout } from '../../contract/api.ts';
import { boxesOf, exportDot, type GraphBox, layoutText } from '../../draw/graph-picture.ts';
import { Button } from '../../ui/Button.tsx';
import { DropDown } from '../../ui/DropDown.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { EmptyState, ErrorState } from '../../ui/States.tsx';
import { useAskedLens } from '../asked-lens.ts';
import { useApp, useSay, useView } from '../context.ts';
import { useSelectionActions } from '../flame/frame-actions.ts';
import { ChangeLegend, OriginKeys, PackageLegend } from '../flame/OriginLegend.tsx';
import { useCanvasLook } from '../flame/use-canvas-look.ts';
import { saveFile } from '../save-file.ts';
import { FooterFacts, FooterHints } from '../shell/slots.tsx';
import { ViewFrame } from '../shell/ViewFrame.tsx';
import { useAnswer } from '../use-answer.ts';
import { GraphCanvas } from './GraphCanvas.tsx';
import css from './GraphView.module.css';
import { savePng, standaloneSvg } from './save-picture.ts';

const COUNTS = ['80', '200', '500'] as const;
const COLOURS = ['origin', 'package', 'change'] as const;
const DEFAULT_COUNT = 80;
const MOST = 500;

export interface ShownGraph {
  readonly answer: GraphAnswer;
  readonly boxes: readonly GraphBox[];
  readonly layout: GraphLayout;
}

/** Who calls whom: the functions of the lens and the calls between them. */
export default function GraphView() {
  const t = useSay();
  const { engine, view } = useApp();
  const lens = useAskedLens();
  const wanted = useView((s) => s.lens.nodeCount);
  const chosen = useView((s) => s.colour);
  const nodeCount = wanted === 0 ? DEFAULT_COUNT : Math.min(wanted, MOST);
  const answered = useAnswer(lens === null ? null : { lens, nodeCount }, (question) => engine.graph(question));
  useSelectionActions();
  const { answer } = answered;
  const look = useCanvasLook(answer?.sampleType);
  const boxes = useMemo(() => {
    if (answer === undefined) return null;
    const { format, formatDelta } = look;
    const self = (value: string, total: string) => (value === total ? value : t('graph.self', { self: value, total }));
    return boxesOf(answer, { format, formatDelta, self });
  }, [answer, look, t]);

  const [shown, setShown] = useState<ShownGraph | null>(null);
  const [failure, setFailure] = useState('');
  useEffect(() => {
    if (answer === undefined || boxes === null || boxes.length === 0) return;
    let current = true;
    setFailure('');
    engine.layout(layoutText(boxes, answer)).then(
      (layout) => {
        if (current) setShown({ answer, boxes, layout });
      },
      (error: unknown) => {
        if (current) setFailure(error instanceof Error ? error.message : String(error));
      },
    );
    return () => {
      current = false;
      engine.cancelLayout();
    };
  }, [answer, boxes, engine]);

  const compared = answer !== undefined && answer.cumBefore !== null;
  const colour = compared ? chosen : chosen === 'change' ? 'origin' : chosen;
  const svg = useRef<SVGSVGElement>(null);
  const fit = useRef<() => void>(() => undefined);
  const save = (kind: 'svg' | 'png' | 'dot') => {
    if (shown === null) return;
    const name = `call-graph.${kind}`;
    if (kind === 'dot') {
      saveFile([exportDot(shown.boxes, shown.answer, look.format)], name, 'text/vnd.graphviz');
      return;
    }
    if (svg.current === null) return;
    const picture = standaloneSvg(svg.current, shown.layout.width, shown.layout.height);
    if (kind === 'svg') saveFile([picture.text], name, 'image/svg+xml');
    else void savePng(picture, name);
  };
  const pending = answered.pending || (boxes !== null && boxes.length > 0 && shown?.boxes !== boxes && failure === '');
  return (
    <ViewFrame
      answered={{ ...answered, pending }}
      toolbar={
        <>
          <DropDown
            kind="quiet"
            label={t('views.colour')}
            value={colour}
            options={COLOURS.filter((c) => compared || c !== 'change').map((value) => ({
              value,
              label: value === 'change' ? t('graph.colour.change') : t(`views.colour.${value}`),
            }))}
            onChange={(value) => view.setColour(value)}
          />
          <DropDown
            kind="quiet"
            label={t('graph.nodes')}
            value={String(nodeCount)}
            options={[...new Set([...COUNTS, String(nodeCount)])].map((value) => ({ value, label: value }))}
            onChange={(value) => view.setLens({ nodeCount: Number(value) })}
          />
          <IconButton kind="quiet" label={t('graph.fit')} icon={<Maximize />} onClick={() => fit.current()} />
          <Menu
            trigger={
              <Button kind="quiet" disabled={shown === null}>
                <Download /> {t('graph.save')}
              </Button>
            }
            items={(['svg', 'png', 'dot'] as const).map((kind) => ({
              label: t(`graph.save.${kind}`),
              onSelect: () => save(kind),
            }))}
          />
        </>
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
      {failure !== '' ? (
        <ErrorState
          title={t('graph.failed')}
          actions={<Button onClick={() => view.setLens({ nodeCount: DEFAULT_COUNT })}>{t('graph.show80')}</Button>}
        >
          {t('graph.failedText', { what: failure })}
        </ErrorState>
      ) : answer !== undefined && answer.keys.length === 0 ? (
        <EmptyState title={t('graph.empty')}>{t('graph.emptyText')}</EmptyState>
      ) : shown === null ? null : (
        <div className={css.place}>
          <GraphCanvas shown={shown} colour={colour} look={look} svg={svg} fit={fit} />
          <FooterFacts>
            {t('graph.shown', {
              shown: groupDigits(shown.boxes.length),
              all: groupDigits(shown.answer.allNodes),
              edges: groupDigits(shown.answer.edges.from.length),
            })}
          </FooterFacts>
          <FooterHints>{t('graph.hints')}</FooterHints>
        </div>
      )}
    </ViewFrame>
  );
}
