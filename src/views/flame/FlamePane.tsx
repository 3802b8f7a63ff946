import { type ReactNode, useState } from 'react';
import type { FlameMode } from '../../draw/flame-tree.ts';
import type { FlameColour } from '../../draw/frame-fills.ts';
import { useApp, useSay, useView } from '../context.ts';
import { FlameCanvas } from './FlameCanvas.tsx';
import { FlameTooltip } from './FlameTooltip.tsx';
import { useFrameMenu } from './FrameMenu.tsx';
import type { FlameCanvasProps, FlameHit } from './flame-props.ts';
import { frameInfo } from './frame-info.ts';
import { useCanvasLook } from './use-canvas-look.ts';
import type { ShownFlame } from './use-flame.ts';

const NONE: readonly string[] = [];

function startsWith(path: readonly string[], prefix: readonly string[]): boolean {
  return path.length >= prefix.length && prefix.every((name, i) => name === path[i]);
}

interface FlamePaneProps {
  readonly shown: Pick<ShownFlame, 'treeId' | 'picture' | 'weights' | 'total' | 'sampleType'>;
  readonly shape: 'down' | 'up';
  readonly mode: FlameMode;
  readonly colour: FlameColour;
  readonly label: string;
  readonly rootLabel: string;
  readonly matches: Uint8Array | null;
  readonly minimap: boolean;
  /** Names in front of every path of this picture: the function of a sandwich, which is the root of both halves. */
  readonly prefix?: readonly string[];
  readonly linked?: Pick<FlameCanvasProps, 'linkedHover' | 'linkedWindow' | 'onWindow'>;
  readonly onHoverPath?: (path: readonly string[] | null) => void;
  readonly onPainted?: () => void;
}

/** A flame graph with its tooltip and menu; zoom, selection and search are those of the page. */
export function FlamePane(props: FlamePaneProps): ReactNode {
  const { shown, linked, onHoverPath, onPainted, prefix = NONE } = props;
  const t = useSay();
  const { view } = useApp();
  const look = useCanvasLook(shown.sampleType);
  const root = useView((s) => s.lens.root);
  const order = useView((s) => s.order);
  const selection = useView((s) => s.selection);
  const [hit, setHit] = useState<FlameHit | null>(null);
  const { open, menu } = useFrameMenu();
  const { picture, weights } = shown;
  const inside = (path: readonly string[]) => (startsWith(path, prefix) ? path.slice(prefix.length) : null);
  const whole = (path: readonly string[]) => (prefix.length === 0 ? path : [...prefix, ...path]);
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
        root={inside(root) ?? NONE}
        onRoot={(path) => view.setLens({ root: path.length === 0 ? path : whole(path) })}
        selected={selection === null || selection.path === null ? null : inside(selection.path)}
        highlight={selection !== null && selection.path === null ? selection.name : null}
        onSelect={(path) => {
          if (path === null) view.select(null);
          else {
            const full = whole(path);
            // The root of all has no name; it is selected all the same, so that arrow keys can start from it.
            view.select({ path: full, name: full[full.length - 1] ?? '' });
          }
        }}
        onHover={(next) => {
          setHit(next);
          onHoverPath?.(next?.kind === 'frame' ? next.path : null);
        }}
        searchMatches={props.matches}
        minimap={props.minimap}
        onContextMenu={(at, x, y) => {
          if (at.kind !== 'frame') return;
          const path = whole(at.path);
          const name = path[path.length - 1];
          if (name === undefined) return;
          setHit(null);
          view.select({ path, name });
          open({ name, path, rawName: frameInfo(picture, weights, at.node).rawName }, { x, y });
        }}
        {...(onPainted === undefined ? {} : { onPainted: (complete: boolean) => complete && onPainted() })}
      />
      <FlameTooltip hit={hit} shown={shown} callers={props.shape === 'up'} rootLabel={props.rootLabel} />
      {menu}
      <p className="sr-only">{t('views.tableTwinHint')}</p>
    </>
  );
}
