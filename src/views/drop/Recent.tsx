import { Clock, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { showBytes } from '../../base/figures.ts';
import { forgetRecent, listRecent, type RecentSet } from '../../state/recent.ts';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { useApp, useSay, useView } from '../context.ts';
import { useOpener } from './open-context.ts';
import css from './Welcome.module.css';

/** Files that were opened before, kept in this browser only when the user asked for it. */
export function Recent() {
  const t = useSay();
  const { view } = useApp();
  const keep = useView((s) => s.preferences.keepRecent);
  const [sets, setSets] = useState<readonly RecentSet[]>([]);
  useEffect(() => {
    if (keep) void listRecent().then(setSets);
    else setSets([]);
  }, [keep]);
  const change = (on: boolean) => {
    view.prefer({ keepRecent: on });
    if (!on) void forgetRecent();
  };
  return (
    <section>
      <h2>
        {t('shell.recent')} <span className={css.headNote}>{t('shell.recentNote')}</span>
      </h2>
      <ul className={css.list}>
        {sets.map((set) => (
          <RecentRow key={set.id} set={set} onForget={() => setSets(sets.filter((s) => s !== set))} />
        ))}
        <li className={css.keep}>
          <Checkbox checked={keep} onChange={change}>
            {t('shell.keepRecent')}
          </Checkbox>
        </li>
      </ul>
    </section>
  );
}

function RecentRow({ set, onForget }: { readonly set: RecentSet; readonly onForget: () => void }) {
  const t = useSay();
  const { open } = useOpener();
  const language = useView((s) => s.preferences.language);
  const base = (path: string) => path.slice(path.lastIndexOf('/') + 1);
  const first = base(set.files[0]?.name ?? '');
  const last = base(set.files[set.files.length - 1]?.name ?? '');
  const size = set.files.reduce((sum, f) => sum + f.blob.size, 0);
  const when = new Date(set.when).toLocaleDateString(language, { day: 'numeric', month: 'short' });
  return (
    <li className={css.recentRow}>
      <button type="button" className={css.example} onClick={() => open(set.files)}>
        <Clock aria-hidden />
        <span className={css.exampleName}>{set.files.length > 1 ? `${first} … ${last}` : first}</span>
        <span className={css.recentMeta}>
          {t(set.files.length === 1 ? 'shell.oneFile' : 'shell.filesCount', { count: set.files.length })} ·{' '}
          {showBytes(size)}
        </span>
        <span className={css.where}>{when}</span>
      </button>
      <IconButton
        small
        label={t('shell.forget', { name: first })}
        icon={<X />}
        onClick={() => {
          void forgetRecent(set.id);
          onForget();
        }}
      />
    </li>
  );
}
