import { ArrowLeftRight, ChevronDown } from 'lucide-react';
import { comparable } from '../../state/policy.ts';
import type { SourceEntry } from '../../state/session.ts';
import { setRole } from '../../state/sources.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { RoleChip } from '../../ui/RoleChip.tsx';
import { useAction, useApp, useSay, useSession, useView } from '../context.ts';
import css from './LensBar.module.css';
import { showSpan } from './times.ts';
import { useNarrow } from './use-width.ts';

/** [base] heap-0940 ⇄ [after] heap-1140, each with a choice of the other sources. */
export function ComparePair() {
  const t = useSay();
  const app = useApp();
  const narrow = useNarrow();
  const compare = useView((s) => s.lens.compare);
  const sources = useSession((s) => s.sources);
  useAction('swap', () => {
    if (app.view.store.getState().lens.compare === null) return false;
    app.view.swap();
    return true;
  });
  const base = sources.find((s) => s.facts.key === compare?.base);
  const after = sources.find((s) => s.facts.key === compare?.after);
  if (base === undefined || after === undefined) return null;
  if (base === after) {
    return (
      <span className={css.pair}>
        <span className={css.sideName} title={base.title}>
          {base.title}
        </span>
        <span className={css.relation}>{t('shell.ownComparison')}</span>
      </span>
    );
  }
  return (
    <span className={css.pair}>
      <Side side="base" source={base} other={after} />
      <IconButton
        kind="default"
        label={t('shell.swap')}
        shortcut="X"
        icon={<ArrowLeftRight />}
        onClick={() => app.actions.run('swap')}
      />
      <Side side="after" source={after} other={base} />
      {narrow ? null : <span className={css.relation}>{relation(t, base, after)}</span>}
    </span>
  );
}

interface SideProps {
  readonly side: 'base' | 'after';
  readonly source: SourceEntry;
  readonly other: SourceEntry;
}

function Side({ side, source, other }: SideProps) {
  const t = useSay();
  const app = useApp();
  const sources = useSession((s) => s.sources);
  return (
    <Menu
      trigger={
        <button type="button" className={css.side} aria-label={`${t(`shell.role.${side}`)}: ${source.title}`}>
          <RoleChip role={side} label={t(`shell.role.${side}`)} />
          <span className={css.sideName} title={source.title}>
            {source.title}
          </span>
          <ChevronDown />
        </button>
      }
      items={sources
        .filter((s) => s === source || comparable(s.facts, other.facts))
        .map((s) => ({
          label: s.title,
          checked: s === source,
          onSelect: () => void setRole(app, s.facts.key, side),
        }))}
    />
  );
}

function relation(t: ReturnType<typeof useSay>, base: SourceEntry, after: SourceEntry): string {
  // The samples of a difference come from two programs already.
  if (base.facts.isDiff || after.facts.isDiff) return '';
  const byId = base.facts.buildId !== '' || after.facts.buildId !== '';
  const [was, is] = byId ? [base.facts.buildId, after.facts.buildId] : [base.facts.binary, after.facts.binary];
  const ns = BigInt(after.facts.timeNanos) - BigInt(base.facts.timeNanos);
  const known = base.facts.timeNanos !== '0' && after.facts.timeNanos !== '0' && ns !== 0n;
  // Texts that do not name the program tell nothing about the build.
  const parts = was === '' && is === '' ? [] : [t(was === is ? 'shell.sameBinary' : 'shell.otherBinary')];
  if (known) parts.push(t(ns > 0n ? 'shell.later' : 'shell.earlier', { span: showSpan(ns > 0n ? ns : -ns) }));
  return parts.join(t('shell.clause'));
}
