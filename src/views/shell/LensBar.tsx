import { PanelRight, SlidersHorizontal } from 'lucide-react';
import { IconButton } from '../../ui/IconButton.tsx';
import { Popover } from '../../ui/Popover.tsx';
import { useSay } from '../context.ts';
import { ComparePair } from './ComparePair.tsx';
import { FilterChips } from './FilterChips.tsx';
import css from './LensBar.module.css';
import { LensOptions } from './LensOptions.tsx';
import { SampleTypeSwitch } from './SampleTypeSwitch.tsx';
import { SearchField } from './SearchField.tsx';
import { useStatus } from './status.ts';
import { useComparing, useSampleType, useTight } from './use-lens-sources.ts';

interface LensBarProps {
  /** The details panel of this view: whether it is open; null when the view has none. */
  readonly details: boolean | null;
  readonly onDetails: () => void;
  /** Place of a view's own text and buttons, in place of the search; null: the search. */
  readonly onEnd: ((place: HTMLElement | null) => void) | null;
}

/** 40 px under the header: everything that narrows what is shown. */
export function LensBar({ details, onDetails, onEnd }: LensBarProps) {
  const t = useSay();
  const comparing = useComparing();
  const tight = useTight();
  const hasType = useSampleType() !== undefined;
  const invalid = useStatus((s) => s.filterInvalid);
  return (
    <section className={css.bar} data-tight={tight || undefined} aria-label={t('shell.lens')}>
      <SampleTypeSwitch />
      {hasType ? <span className={css.line} /> : null}
      {comparing ? <ComparePair /> : null}
      <FilterChips />
      {onEnd !== null ? (
        <div ref={onEnd} className={css.end} />
      ) : invalid ? (
        <span className={css.spacer} />
      ) : (
        <SearchField />
      )}
      <Popover
        label={t('shell.options')}
        trigger={<IconButton kind="default" label={t('shell.options')} icon={<SlidersHorizontal />} />}
      >
        <LensOptions />
      </Popover>
      {details === null ? null : (
        <IconButton label={t('shell.details')} icon={<PanelRight />} aria-expanded={details} onClick={onDetails} />
      )}
    </section>
  );
}
