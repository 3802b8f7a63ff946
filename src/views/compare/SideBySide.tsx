import { useState } from 'react';
import { showAmount } from '../../base/figures.ts';
import { RoleChip } from '../../ui/RoleChip.tsx';
import { useSay, useSession, useView } from '../context.ts';
import { FlamePane } from '../flame/FlamePane.tsx';
import type { FlameWindow } from '../flame/flame-props.ts';
import type { ShownFlame } from '../flame/use-flame.ts';
import { clockOf } from '../shell/times.ts';
import css from './CompareView.module.css';

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

interface PaneHeadProps {
  readonly role: Role;
  readonly total: number;
  readonly unit: string;
}

function PaneHead({ role, total, unit }: PaneHeadProps) {
  const t = useSay();
  const target = useView((s) => s.lens.unit);
  const key = useView((s) => s.lens.compare?.[role] ?? '');
  const source = useSession((s) => s.sources.find((x) => x.facts.key === key));
  return (
    <header className={css.head}>
      <RoleChip role={role} label={t(`shell.role.${role}`)} />
      <span className={css.file} title={source?.facts.fileName}>
        {source?.title}
      </span>
      {source === undefined || source.facts.isDiff ? null : (
        <span className={css.time}>{clockOf(source.facts.timeNanos)}</span>
      )}
      <span className={css.total}>{showAmount(total, unit, target)}</span>
    </header>
  );
}
