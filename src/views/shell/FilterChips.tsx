import { Plus } from 'lucide-react';
import { useRef, useState } from 'react';
import { showRange } from '../../draw/time-scale.ts';
import type { Filter } from '../../model/lens.ts';
import { Button } from '../../ui/Button.tsx';
import { Chip } from '../../ui/Chip.tsx';
import { Popover } from '../../ui/Popover.tsx';
import { useApp, useSay, useSayMessage, useView } from '../context.ts';
import { FilterField } from './FilterField.tsx';
import css from './LensBar.module.css';
import { useStatus } from './status.ts';
import { useFitting } from './use-fitting.ts';
import { useTight } from './use-lens-sources.ts';

/** Which filter is being written; a fresh one already stands in the lens while its field is shown instead of a chip. */
interface Editing {
  readonly index: number;
  readonly fresh: boolean;
}

/** Every condition of the lens as a chip, and the field that adds one. Two lines at most; the rest is behind "+3". */
export function FilterChips() {
  const t = useSay();
  const lens = useView((s) => s.lens);
  const row = useRef<HTMLDivElement>(null);
  const [editing, setEditing] = useState<Editing | null>(null);
  const tight = useTight();
  const others = useOtherChips();
  const close = () => setEditing(null);
  const own = lens.filters.map((filter, index) => {
    const key = `${index} ${filter.verb}`;
    if (editing?.index !== index) {
      return <FilterChip key={key} filter={filter} index={index} onEdit={() => setEditing({ index, fresh: false })} />;
    }
    return editing.fresh ? null : <FilterField key="edited" index={index} original={filter} onClose={close} />;
  });
  const chips = [...own, ...others];
  const count = chips.filter((c) => c !== null).length;
  const content = JSON.stringify([
    lens.filters,
    lens.originsOff,
    lens.trimPath,
    lens.tagRoot,
    lens.tagLeaf,
    lens.timeRange,
    editing,
  ]);
  const hidden = Math.max(0, count - useFitting(row, tight ? 1 : 2, content));

  return (
    <>
      {count === 0 ? null : (
        <div ref={row} className={editing?.fresh === false ? css.chipsEdited : css.chips}>
          {chips}
        </div>
      )}
      {hidden === 0 ? null : (
        <Popover
          label={t('shell.conditions')}
          align="start"
          trigger={
            <Button kind="quiet" className={css.moreChips}>
              {t('shell.moreChips', { count: hidden })}
            </Button>
          }
        >
          <div className={css.allChips}>{chips}</div>
        </Popover>
      )}
      {editing?.fresh === true ? (
        <FilterField key="fresh" index={editing.index} original={null} onClose={close} />
      ) : (
        <Button
          icon={<Plus />}
          className={css.add}
          onClick={() => setEditing({ index: lens.filters.length, fresh: true })}
        >
          {t('shell.addFilter')}
        </Button>
      )}
    </>
  );
}

interface FilterChipProps {
  readonly filter: Filter;
  readonly index: number;
  readonly onEdit: () => void;
}

function FilterChip({ filter, index, onEdit }: FilterChipProps) {
  const t = useSay();
  const sayMessage = useSayMessage();
  const { view } = useApp();
  const problem = useStatus((s) => s.problems.find((p) => p.where === index));
  return (
    <Chip
      name={filter.verb}
      value={filter.value}
      off={filter.off === true}
      invalid={problem !== undefined}
      title={problem === undefined ? t('shell.chipHint') : sayMessage(problem.what)}
      removeLabel={t('shell.removeFilter', { filter: `${filter.verb} ${filter.value}` })}
      onRemove={() => view.removeFilter(index)}
      onEdit={onEdit}
      onToggle={() => view.toggleFilter(index)}
    />
  );
}

/** Conditions that are no regex: hidden origins, trimmed paths, labels as frames. */
function useOtherChips() {
  const t = useSay();
  const { view } = useApp();
  const lens = useView((s) => s.lens);
  const chip = (name: string, value: string, onRemove: () => void) => (
    <Chip
      key={`${name} ${value}`}
      name={name}
      value={value}
      removeLabel={t('shell.removeFilter', { filter: `${name} ${value}` })}
      onRemove={onRemove}
    />
  );
  const sayMessage = useSayMessage();
  const problems = useStatus((s) => s.problems);
  const uncut = problems.filter((p) => p.where === 'timeRange');
  const { originsOff, trimPath, tagRoot, tagLeaf, timeRange } = lens;
  return [
    timeRange === null ? null : (
      <Chip
        key="time"
        name={t('shell.time')}
        value={showRange(timeRange.from, timeRange.to)}
        warned={uncut.length > 0}
        {...(uncut.length === 0 ? {} : { title: uncut.map((p) => sayMessage(p.what)).join('\n') })}
        removeLabel={t('shell.removeFilter', { filter: t('shell.time') })}
        onRemove={() => view.setLens({ timeRange: null })}
        onEdit={() => view.show('timeline')}
      />
    ),
    ...originsOff.map((origin) =>
      chip(t('shell.hideOrigin'), t(`shell.origin.${origin}`), () =>
        view.setLens({ originsOff: originsOff.filter((o) => o !== origin) }),
      ),
    ),
    trimPath === '' ? null : chip('trim_path', trimPath, () => view.setLens({ trimPath: '' })),
    tagRoot.length === 0 ? null : chip('tagroot', tagRoot.join(', '), () => view.setLens({ tagRoot: [] })),
    tagLeaf.length === 0 ? null : chip('tagleaf', tagLeaf.join(', '), () => view.setLens({ tagLeaf: [] })),
  ];
}
