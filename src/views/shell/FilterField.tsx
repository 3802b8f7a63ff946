import { type KeyboardEvent, useId, useState } from 'react';
import type { Filter } from '../../model/lens.ts';
import { cx } from '../../ui/cx.ts';
import { TextField } from '../../ui/TextField.tsx';
import { useSay } from '../context.ts';
import css from './FilterField.module.css';
import { completions, filterText } from './filter-text.ts';
import { useFilterDraft } from './use-filter-draft.ts';

interface FilterFieldProps {
  /** Place in lens.filters that it writes to. */
  readonly index: number;
  readonly original: Filter | null;
  readonly onClose: () => void;
}

/** A filter being written: verb completion, applied while typing, RE2 problems beside it. */
export function FilterField({ index, original, onClose }: FilterFieldProps) {
  const t = useSay();
  const listId = useId();
  const [text, setText] = useState(original === null ? '' : filterText(original));
  const [at, setAt] = useState(-1);
  const draft = useFilterDraft(index, original, onClose);
  const verbs = completions(text);

  const change = (next: string) => {
    setText(next);
    setAt(-1);
    draft.type(next);
  };
  const onKeyDown = (e: KeyboardEvent) => {
    const verb = verbs[at];
    if (e.key === 'ArrowDown' && verbs.length > 0) setAt((at + 1) % verbs.length);
    else if (e.key === 'ArrowUp' && verbs.length > 0) setAt(((at + verbs.length) % (verbs.length + 1)) - 1);
    else if (e.key === 'Tab' && !e.shiftKey && text !== '' && verbs.length > 0) change(`${verb ?? verbs[0]} `);
    else if (e.key === 'Enter' && verb !== undefined) change(`${verb} `);
    else if (e.key === 'Enter') draft.commit(text);
    else if (e.key === 'Escape') draft.cancel();
    else return;
    e.preventDefault();
    e.stopPropagation();
  };

  return (
    <span className={css.field}>
      <TextField
        label={t('shell.addFilter')}
        mono
        autoFocus
        role="combobox"
        aria-expanded={verbs.length > 0}
        aria-controls={listId}
        aria-activedescendant={at >= 0 ? `${listId}-${at}` : undefined}
        value={text}
        problem={draft.problem === undefined ? undefined : t('shell.invalidFilter', { problem: draft.problem })}
        onChange={(e) => change(e.currentTarget.value)}
        onKeyDown={onKeyDown}
        onBlur={() => draft.leave(text)}
      />
      {verbs.length === 0 ? null : (
        <div id={listId} role="listbox" aria-label={t('shell.filterVerbs')} className={css.list}>
          {verbs.map((verb, i) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field holds the focus and the keys
            <div
              key={verb}
              id={`${listId}-${i}`}
              role="option"
              tabIndex={-1}
              aria-selected={i === at}
              className={cx(css.option, i === at && css.on)}
              onPointerDown={(e) => e.preventDefault()}
              onClick={() => change(`${verb} `)}
            >
              <code>{verb}</code>
              <span className={css.what}>{t(`shell.verb.${verb}`)}</span>
            </div>
          ))}
        </div>
      )}
    </span>
  );
}
