import { groupDigits } from '../../base/units.ts';
import { FLAME_SHAPES, type FlameShape } from '../../model/lens.ts';
import { KNOWN_BYTES } from '../../model/seam.ts';
import { DropDown } from '../../ui/DropDown.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { EmptyState } from '../../ui/States.tsx';
import { useAskedLens } from '../asked-lens.ts';
import { useApp, useSay, useView } from '../context.ts';
import { NotALeak } from '../native/NotALeak.tsx';
import { Seam } from '../seam/Seam.tsx';
import { FooterFacts, FooterHints } from '../shell/slots.tsx';
import { useLensSources } from '../shell/use-lens-sources.ts';
import { ViewFrame } from '../shell/ViewFrame.tsx';
import { typeName } from '../type-name.ts';
import { FlamePane } from './FlamePane.tsx';
import css from './FlameView.module.css';
import { useSelectionActions } from './frame-actions.ts';
import { markPainted, usePending, useReading } from './marks.ts';
import { OriginLegend, PackageLegend } from './OriginLegend.tsx';
import { Sandwich } from './Sandwich.tsx';
import { useFlame } from './use-flame.ts';
import { useSearch } from './use-search.ts';

const COLOURS = ['origin', 'package'] as const;
const ORDERS = ['size', 'name'] as const;

/** The flame graph: from the roots down, from the leaves up, or around one function. */
export default function FlameView() {
  const t = useSay();
  const { view } = useApp();
  const shape = useView((s) => s.lens.shape);
  const pivot = useView((s) => s.lens.pivot);
  const wantedColour = useView((s) => s.colour);
  const wantedOrder = useView((s) => s.order);
  const lens = useAskedLens();
  const unpicked = shape === 'sandwich' && pivot === '';
  const answered = useFlame(unpicked ? null : lens);
  const sources = useLensSources();
  const reading = useReading();
  useSelectionActions();
  usePending('flame', answered.pending);
  const shown = answered.answer;
  const matches = useSearch(shown, 'plain');
  const colour = wantedColour === 'package' ? 'package' : 'origin';
  const order = wantedOrder === 'name' ? 'name' : 'size';

  const setShape = (next: FlameShape) => {
    const { selection, lens: now } = view.store.getState();
    const around = next === 'sandwich' ? selection?.name || now.pivot : now.pivot;
    view.setLens({ shape: next, pivot: around, root: [] });
    if (selection !== null) view.select(selection.name === '' ? null : { path: null, name: selection.name });
  };
  const onPainted = () => {
    if (answered.pending || reading() || shown === undefined) return;
    markPainted({
      sources: sources.length,
      samples: sources.reduce((sum, s) => sum + s.facts.samples, 0),
      nodes: shown.picture.tree.nodes,
    });
  };

  const type = typeName(t, shown?.sampleType.type ?? '');
  const rootLabel = t(shown?.sampleType.type === KNOWN_BYTES ? 'seam.known' : 'views.root', { type });
  return (
    <ViewFrame
      answered={answered}
      toolbar={
        <>
          <Segmented
            label={t('views.shape')}
            value={shape}
            options={FLAME_SHAPES.map((value) => ({
              value,
              label: t(`views.shape.${value}`),
              title: t(`views.shape.${value}.hint`),
            }))}
            onChange={setShape}
          />
          <DropDown
            kind="quiet"
            label={t('views.colour')}
            value={colour}
            options={COLOURS.map((value) => ({ value, label: t(`views.colour.${value}`) }))}
            onChange={(value) => view.setColour(value)}
          />
          <DropDown
            kind="quiet"
            label={t('views.order')}
            value={order}
            options={ORDERS.map((value) => ({ value, label: t(`views.order.${value}`) }))}
            onChange={(value) => view.setOrder(value)}
          />
        </>
      }
      legend={colour === 'origin' ? <OriginLegend picture={shown?.picture} /> : <PackageLegend />}
    >
      {unpicked ? (
        <EmptyState title={t('views.sandwich.none')}>{t('views.sandwich.noneText')}</EmptyState>
      ) : shown === undefined ? null : shape === 'sandwich' && shown.callers !== null ? (
        <Sandwich
          pivot={pivot}
          callees={shown}
          callers={shown.callers}
          colour={colour}
          matches={matches}
          onPainted={onPainted}
        />
      ) : (
        <div className={css.canvas}>
          <FlamePane
            shown={shown}
            shape="down"
            mode="plain"
            colour={colour}
            label={t('views.flameLabel', { type })}
            rootLabel={rootLabel}
            matches={matches}
            minimap
            onPainted={onPainted}
          />
        </div>
      )}
      <Seam crossed={shown?.picture.tier != null} bar={shape !== 'sandwich'} />
      <NotALeak shown={shown} />
      {shown === undefined ? null : (
        <FooterFacts>
          {t(shown.kept === shown.all ? 'views.paths' : 'views.pathsOf', {
            kept: groupDigits(shown.kept),
            all: groupDigits(shown.all),
          })}
          {' · '}
          {t('views.frames', { count: groupDigits(shown.picture.tree.nodes) })}
        </FooterFacts>
      )}
      <FooterHints>{t('views.flame.hints')}</FooterHints>
    </ViewFrame>
  );
}
