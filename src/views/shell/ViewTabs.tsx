import { ChevronDown } from 'lucide-react';
import { type KeyboardEvent, useRef } from 'react';
import type { ViewId } from '../../state/policy.ts';
import { showView } from '../../state/sources.ts';
import { cx } from '../../ui/cx.ts';
import { Menu } from '../../ui/Menu.tsx';
import { useApp, useSay, useSession, useView } from '../context.ts';
import { useFitting } from './use-fitting.ts';
import css from './ViewTabs.module.css';
import { troubledFiles, visibleViews } from './view-list.ts';

/** Tabs of the views that have data; what does not fit goes into "More". */
export function ViewTabs() {
  const t = useSay();
  const app = useApp();
  const session = useSession((s) => s);
  const state = useView((s) => s);
  const row = useRef<HTMLDivElement>(null);
  const ids = visibleViews(session, state);
  const names = ids.map((id) => t(`shell.view.${id}`));
  const fitting = useFitting(row, 1, names.join());
  const troubled = troubledFiles(session);
  const hidden = ids.slice(fitting);
  const hasCurrent = ids.includes(state.view);

  const onKeyDown = (e: KeyboardEvent) => {
    const step = e.key === 'ArrowRight' ? 1 : e.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    const next = ids[ids.indexOf(state.view) + step];
    if (next === undefined) return;
    e.preventDefault();
    showView(app, next);
    row.current?.querySelector<HTMLElement>(`[data-view=${next}]`)?.focus();
  };

  return (
    <nav className={css.nav} aria-label={t('shell.views')}>
      <div ref={row} role="tablist" className={css.tabs} onKeyDown={onKeyDown}>
        {ids.map((id, i) => (
          <button
            key={id}
            type="button"
            role="tab"
            data-view={id}
            id={`tab-${id}`}
            aria-controls="view"
            aria-selected={id === state.view}
            tabIndex={id === state.view || (!hasCurrent && i === 0) ? 0 : -1}
            title={`${names[i]} (${i + 1})`}
            className={cx(css.tab, i >= fitting && css.hidden)}
            onClick={() => showView(app, id)}
          >
            {/* The bold text keeps its room while it is not bold, so that nothing moves. */}
            <span className={css.label} data-text={names[i]}>
              {names[i]}
            </span>
            {id === 'report' && troubled > 0 ? <Badge count={troubled} /> : null}
          </button>
        ))}
      </div>
      {hidden.length === 0 ? null : (
        <Menu
          trigger={
            <button type="button" className={cx(css.tab, hidden.includes(state.view) && css.on)}>
              {t('shell.more')} <ChevronDown className={css.down} />
            </button>
          }
          items={hidden.map((id: ViewId) => ({
            label: t(`shell.view.${id}`),
            checked: id === state.view,
            onSelect: () => showView(app, id),
          }))}
        />
      )}
    </nav>
  );
}

function Badge({ count }: { readonly count: number }) {
  const t = useSay();
  return (
    <span className={css.badge} title={t(count === 1 ? 'shell.reportBadgeOne' : 'shell.reportBadge', { count })}>
      {count}
    </span>
  );
}
