import { useMemo, useRef, useState } from 'react';
import type { FlameColour } from '../../draw/frame-fills.ts';
import { Splitter } from '../../ui/Splitter.tsx';
import { useSay } from '../context.ts';
import { FlamePane } from './FlamePane.tsx';
import css from './FlameView.module.css';
import { withoutRootFrame } from './sandwich-tree.ts';
import type { ShownFlame } from './use-flame.ts';

const INITIAL = 260;
const MIN = 80;

interface SandwichProps {
  readonly pivot: string;
  readonly callees: ShownFlame;
  readonly callers: NonNullable<ShownFlame['callers']>;
  readonly colour: FlameColour;
  readonly matches: Uint8Array | null;
  readonly onPainted: () => void;
}

/** Callers of a function above it, its callees below; outermost occurrences are merged once. */
export function Sandwich({ pivot, callees, callers, colour, matches, onPainted }: SandwichProps) {
  const t = useSay();
  const [height, setHeight] = useState(INITIAL);
  const place = useRef<HTMLDivElement>(null);
  const above = useMemo(() => half({ ...callees, ...callers }), [callees, callers]);
  const below = useMemo(() => half(callees), [callees]);
  const prefix = useMemo(() => [pivot], [pivot]);
  return (
    <div ref={place} className={css.sandwich}>
      <div className={css.half} style={{ height }}>
        <FlamePane
          shown={above}
          shape="up"
          mode="plain"
          colour={colour}
          label={t('views.callersOf', { name: pivot })}
          rootLabel={t('views.callersOf', { name: pivot })}
          prefix={prefix}
          matches={matches}
          minimap={false}
        />
      </div>
      <Splitter
        label={t('views.resizePanes')}
        between="rows"
        side="before"
        size={height}
        min={MIN}
        max={Math.max(MIN, (place.current?.clientHeight ?? 600) - MIN)}
        initial={INITIAL}
        onResize={setHeight}
      />
      <div className={css.rest}>
        <FlamePane
          shown={below}
          shape="down"
          mode="plain"
          colour={colour}
          label={t('views.calleesOf', { name: pivot })}
          rootLabel={t('views.calleesOf', { name: pivot })}
          prefix={prefix}
          matches={matches}
          minimap={false}
          onPainted={onPainted}
        />
      </div>
    </div>
  );
}

/** The picture with the pivot as its root. */
function half(shown: ShownFlame): ShownFlame {
  return { ...shown, picture: { tree: withoutRootFrame(shown.picture.tree), keys: shown.picture.keys, tier: null } };
}
