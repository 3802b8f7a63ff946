import { ArrowDown, ArrowUp, Search, X } from 'lucide-react';
import { useRef } from 'react';
import { showShare } from '../../base/figures.ts';
import { groupDigits } from '../../base/units.ts';
import { cx } from '../../ui/cx.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Kbd } from '../../ui/Kbd.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useAction, useApp, useSay, useSayMessage, useView } from '../context.ts';
import css from './SearchField.module.css';
import { useStatus } from './status.ts';

/** Search for functions: substring first, /…/ for a regex; Enter and Shift+Enter step through what was found. */
export function SearchField() {
  const t = useSay();
  const sayMessage = useSayMessage();
  const { actions, view } = useApp();
  const text = useView((s) => s.lens.search);
  const found = useStatus((s) => s.search);
  const input = useRef<HTMLInputElement>(null);
  useAction('search', () => {
    input.current?.focus();
    input.current?.select();
    return true;
  });
  useAction('escape', () => {
    if (view.store.getState().lens.search === '') return false;
    view.setLens({ search: '' });
    return true;
  });
  const share = found?.weight ?? null;
  const problem = text !== '' && found?.problem != null ? sayMessage(found.problem) : undefined;
  return (
    <span className={css.search}>
      <TextField
        ref={input}
        className={cx(css.field, text !== '' && css.filled)}
        label={t('shell.search')}
        placeholder={t('shell.search')}
        icon={<Search />}
        value={text}
        problem={problem}
        onChange={(e) => view.setLens({ search: e.currentTarget.value })}
        onKeyDown={(e) => {
          if (e.key === 'Enter') actions.run(e.shiftKey ? 'search-previous' : 'search-next');
          else if (e.key === 'Escape' && text === '') input.current?.blur();
          // Before the selection and the zoom, which the view's own handler would let go first.
          else if (e.key === 'Escape') view.setLens({ search: '' });
          else return;
          e.preventDefault();
        }}
        trailing={
          text === '' ? (
            <Kbd>/</Kbd>
          ) : (
            <>
              <span role="status" className={css.count}>
                {found === null || found.problem !== null
                  ? null
                  : found.count === 0
                    ? t('shell.noMatch')
                    : t(found.at === 0 ? 'shell.matches' : 'shell.matchOf', {
                        at: groupDigits(found.at),
                        count: groupDigits(found.count),
                      })}
                {share === null || found?.count === 0 ? null : ` · ${showShare(share.part, share.total)}`}
              </span>
              <IconButton
                small
                label={t('shell.previousMatch')}
                shortcut="Shift Enter"
                icon={<ArrowUp />}
                onClick={() => actions.run('search-previous')}
              />
              <IconButton
                small
                label={t('shell.nextMatch')}
                shortcut="Enter"
                icon={<ArrowDown />}
                onClick={() => actions.run('search-next')}
              />
              <IconButton
                small
                label={t('shell.clearSearch')}
                icon={<X />}
                onClick={() => view.setLens({ search: '' })}
              />
            </>
          )
        }
      />
    </span>
  );
}
