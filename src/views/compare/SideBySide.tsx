import { useState } from 'react';
import { useSay } from '../context.ts';
import { FlamePane } from '../flame/FlamePane.tsx';
import type { FlameWindow } from '../flame/flame-props.ts';
import type { ShownFlame } from '../flame/use-flame.ts';
import css from './CompareView.module.css';
import { PaneHead } from './PaneHead.tsx';

interface SideBySideProps {
  readonly shown: ShownFlame;
  readonly before: number;
  readonly after: number;
  readonly matches: Uint8Array | null;
  readonly onPainted: () => void;
}

type Role = 'base' | 'after';

/** Both profiles on one scale of bytes; hover, selection, zoom and search are the same in both. */
export function SideBySide({ shown, before, after, matches, onPainted }: SideBySideProps) {
  const t = useSay();
  const { type } = shown.sampleType;
  const [hover, setHover] = useState<{ readonly role: Role; readonly path: readonly string[] } | null>(null);
  const [moved, setMoved] = useState<{ readonly role: Role; readonly window: FlameWindow } | null>(null);
  const pane = (role: Role, total: number) => (
    <section className={css.pane} aria-label={t(`shell.role.${role}`)}>
      <PaneHead role={role} total={total} unit={shown.sampleType.unit} />
      <div className={css.canvas}>
        <FlamePane
          shown={shown}
          shape="down"
          mode={role}
          colour="change"
          label={t('views.paneLabel', { role: t(`shell.role.${role}`), type })}
          rootLabel={t('views.root', { type })}
          matches={matches}
          minimap={false}
          linked={{
            linkedHover: hover !== null && hover.role !== role ? hover.path : null,
            linkedWindow: moved !== null && moved.role !== role ? moved.window : null,
            onWindow: (window) => setMoved({ role, window }),
          }}
          onHoverPath={(path) => setHover(path === null ? null : { role, path })}
          {...(role === 'after' ? { onPainted } : {})}
        />
      </div>
    </section>
  );
  return (
    <div className={css.panes}>
      {pane('base', before)}
      {pane('after', after)}
    </div>
  );
}
