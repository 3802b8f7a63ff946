import { showAmount } from '../../base/figures.ts';
import { RoleChip } from '../../ui/RoleChip.tsx';
import { useSay, useSession, useView } from '../context.ts';
import { clockOf } from '../shell/times.ts';
import css from './PaneHead.module.css';

interface PaneHeadProps {
  readonly role: 'base' | 'after';
  readonly total: number;
  readonly unit: string;
}

/** Head of a pane of a comparison: role, file, time, total. */
export function PaneHead({ role, total, unit }: PaneHeadProps) {
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
