import { anyTimes, comparable, isMap, isTimeline } from '../../state/policy.ts';
import type { SourceEntry } from '../../state/session.ts';
import { removeSource, setRole, toggleSource } from '../../state/sources.ts';
import type { MenuEntry } from '../../ui/Menu.tsx';
import { toaster } from '../../ui/toaster.ts';
import { useApp, useSay, useSession, useView } from '../context.ts';
import { aligning } from '../timeline/align.ts';
import { panel } from './panel-state.ts';
import { useShownTimelines } from './use-lens-sources.ts';

/** What can be done with a source. */
export function useSourceMenu(source: SourceEntry): readonly MenuEntry[] {
  const t = useSay();
  const app = useApp();
  const { key } = source.facts;
  const all = useSession((s) => s.sources);
  const shown = useView((s) => s.lens.sources.includes(key));
  const onAxis = useShownTimelines().includes(key);
  const alone = !all.some(
    (s) => s !== source && (comparable(s.facts, source.facts) || (isMap(source.facts) && isMap(s.facts))),
  );
  const remove = () => {
    const undo = removeSource(app, key);
    toaster.show(t('shell.removed', { name: source.title }), { label: t('shell.undo'), run: () => void undo() });
  };
  const align = () => {
    app.view.show('timeline');
    aligning.setState({ wanted: true });
  };
  return [
    { label: t('shell.setBase'), disabled: alone, onSelect: () => void setRole(app, key, 'base') },
    { label: t('shell.setAfter'), disabled: alone, onSelect: () => void setRole(app, key, 'after') },
    isMap(source.facts)
      ? { label: t('shell.view.maps'), onSelect: () => toggleSource(app, key) }
      : {
          label: t((isTimeline(source.facts) ? onAxis : shown) ? 'shell.takeOut' : 'shell.putIn'),
          onSelect: () => toggleSource(app, key),
        },
    ...(anyTimes(all.map((s) => s.facts)) ? [{ label: t('shell.alignTime'), onSelect: align }] : []),
    'line',
    { label: t('shell.rename'), onSelect: () => panel.setState({ renaming: key }) },
    { label: t('shell.sourceDetails'), onSelect: () => panel.setState({ describing: key }) },
    ...(source.facts.columns === undefined
      ? []
      : [{ label: t('columns.choose'), onSelect: () => panel.setState({ choosing: key }) }]),
    'line',
    { label: t('shell.remove'), onSelect: remove },
  ];
}
