import { type ReactNode, useState } from 'react';
import type { FlameMode } from '../../draw/flame-tree.ts';
import type { FlameColour } from '../../draw/frame-fills.ts';
import { nameOf } from '../../draw/tree-walk.ts';
import { useApp, useSay, useView } from '../context.ts';
import { FlameCanvas } from './FlameCanvas.tsx';
import { FlameTooltip } from './FlameTooltip.tsx';
import { useFrameMenu } from './FrameMenu.tsx';
import type { FlameCanvasProps, FlameHit } from './flame-props.ts';
import { frameInfo } from './frame-info.ts';
import { useCanvasLook } from './use-canvas-look.ts';
import type { ShownFlame } from './use-flame.ts';

interface FlamePaneProps {
  readonly shown: Pick<ShownFlame, 'picture' | 'weights' | 'total' | 'sampleType'>;
  readonly shape: 'down' | 'up';
  readonly mode: FlameMode;
  readonly colour: FlameColour;
  readonly label: string;
  readonly rootLabel: string;
  readonly matches: Uint8Array | null;
  readonly minimap: boolean;
  readonly linked?: Pick<FlameCanvasProps, 'linkedHover' | 'linkedWindow' | 'onWindow'>;
  readonly onHoverPath?: (path: readonly string[] | null) => void;
  readonly onPainted?: () => void;
}

/** A flame graph with its tooltip and menu; zoom, selection and search are those of the page. */
export function FlamePane(props: FlamePaneProps): ReactNode {
  const { shown, linked, onHoverPath, onPainted } = props;
  const t = useSay();
  const { view } = useApp();
  const look = useCanvasLook(shown.sampleType);
  const root = useView((s) => s.lens.root);
  const order = useView((s) => s.order);
  const selection = useView((s) => s.selection);
  const [hit, setHit] = useState<FlameHit | null>(null);
  const { open, menu } = useFrameMenu();
  const { picture, weights } = shown;
  return (
    <>
      <FlameCanvas
        {...look}
        {...linked}
        picture={picture}
        weights={weights}
        shape={props.shape}
        mode={props.mode}
        colour={props.colour}
        order={order}
        label={props.label}
        rootLabel={props.rootLabel}
        root={root}
        onRoot={(path) => view.setLens({ root: path })}
        selected={selection?.path ?? null}
        highlight={selection !== null && selection.path === null ? selection.name : null}
        onSelect={(path) =>
          view.select(path === null || path.length === 0 ? null : { path, name: path[path.length - 1] ?? '' })
        }
        onHover={(next) => {
          setHit(next);
          onHoverPath?.(next?.kind === 'frame' ? next.path : null);
        }}
        searchMatches={props.matches}
        minimap={props.minimap}
        onContextMenu={(at, x, y) => {
          if (at.kind !== 'frame') return;
          const name = nameOf(picture.tree, picture.keys, at.node);
          setHit(null);
          view.select({ path: at.path, name });
          open({ name, path: at.path, rawName: frameInfo(picture, weights, at.node).rawName }, { x, y });
        }}
        {...(onPainted === undefined ? {} : { onPainted: (complete: boolean) => complete && onPainted() })}
      />
      <FlameTooltip hit={hit} shown={shown} rootLabel={props.rootLabel} />
      {menu}
      <p className="sr-only">{t('views.tableTwinHint')}</p>
    </>
  );
}
