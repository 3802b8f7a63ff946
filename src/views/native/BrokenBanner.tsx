import { useState } from 'react';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Command } from '../../ui/Command.tsx';
import { Popover } from '../../ui/Popover.tsx';
import { useApp, useSay, useSession, useView } from '../context.ts';
import css from './BrokenBanner.module.css';
import { usePublishNativeFacts } from './native-facts.ts';

/** Ways out, best first. Commands are the same in every language. */
const REMEDIES = [
  { id: 'rebuild', command: 'CGO_CFLAGS="-O2 -g -fno-omit-frame-pointer" go build' },
  { id: 'heaptrack', command: 'heaptrack ./app' },
  { id: 'perf', command: "perf record -m 16M --call-graph dwarf,8192 -e 'probe_libc:*' -p PID" },
] as const;

/** Says over the view that most stacks of a source broke for want of frame pointers, and what helps. */
export function BrokenBanner() {
  const t = useSay();
  const { view } = useApp();
  const facts = usePublishNativeFacts();
  const raw = useView((s) => s.lens.rawStacks);
  const sources = useSession((s) => s.sources);
  const [folded, setFolded] = useState('');
  const [first, ...more] = facts?.alarms ?? [];
  if (first === undefined) return null;
  const entry = sources.find((s) => s.facts.key === first.source);
  const file = entry?.facts.fileName ?? '';
  const name = file.slice(file.lastIndexOf('/') + 1);
  const text = t('native.broken', { stacks: first.stacks, total: first.total, name });
  const key = JSON.stringify(facts?.alarms);
  return (
    <Banner
      folded={folded === key}
      foldLabel={text}
      onFold={(fold) => setFolded(fold ? key : '')}
      controls={
        <>
          <span title={t('native.rawHint')}>
            <Checkbox checked={raw} onChange={(rawStacks) => view.setLens({ rawStacks, root: [] })}>
              {t('native.raw')}
            </Checkbox>
          </span>
          <Popover label={t('native.remedy')} trigger={<Button>{t('native.remedy')}</Button>}>
            <ul className={css.remedies}>
              {REMEDIES.map(({ id, command }) => (
                <li key={id}>
                  <p>{t(`native.remedy.${id}`)}</p>
                  <Command text={command} copyLabel={t('shell.copyCommand')} doneLabel={t('shell.copied')} />
                </li>
              ))}
            </ul>
          </Popover>
        </>
      }
    >
      <span title={text}>
        {text}
        {more.length === 0 ? null : ` ${t('native.brokenMore')}`}
      </span>
    </Banner>
  );
}
