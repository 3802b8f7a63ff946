import { ChevronDown } from 'lucide-react';
import { showAmount } from '../../base/figures.ts';
import { DropDown } from '../../ui/DropDown.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { Segmented, segmentClass } from '../../ui/Segmented.tsx';
import { useApp, useSay } from '../context.ts';
import { rankedTypes, totalOf, useLensSources, useSampleType } from './use-lens-sources.ts';
import { useNarrow } from './use-width.ts';

const SHOWN = 3;
const MOST_SEGMENTS = 4;

/** inuse_space | inuse_objects | alloc_space | ▾. A drop-down when there are many or little room. */
export function SampleTypeSwitch() {
  const t = useSay();
  const { view } = useApp();
  const narrow = useNarrow();
  const sources = useLensSources();
  const current = useSampleType();
  const types = rankedTypes(sources[0]);
  if (current === undefined) return null;
  const choose = (sampleType: string) => view.setLens({ sampleType });
  const options = types.map((type) => {
    const total = sources.reduce((sum, s) => sum + (totalOf(s, type) ?? 0n), 0n);
    return { value: type.type, label: type.type, hint: showAmount(total, type.unit) };
  });
  if (options.length === 1)
    return <Segmented label={t('shell.sampleType')} value={current.type} options={options} onChange={choose} />;
  if (narrow || options.length > MOST_SEGMENTS) {
    return <DropDown bare label={t('shell.sampleType')} value={current.type} options={options} onChange={choose} />;
  }
  const shown = options.slice(0, SHOWN);
  const rest = options.slice(SHOWN);
  const currentRest = rest.find((o) => o.value === current.type);
  return (
    <Segmented
      label={t('shell.sampleType')}
      value={current.type}
      options={shown.map(({ value, label, hint }) => ({ value, label, title: hint }))}
      onChange={choose}
    >
      {rest.length === 0 ? null : (
        <Menu
          trigger={
            <button
              type="button"
              className={segmentClass}
              aria-label={t('shell.moreSampleTypes')}
              aria-pressed={currentRest !== undefined}
            >
              {currentRest?.label}
              <ChevronDown />
            </button>
          }
          items={rest.map((o) => ({
            label: o.label,
            hint: o.hint,
            checked: o.value === current.type,
            onSelect: () => choose(o.value),
          }))}
        />
      )}
    </Segmented>
  );
}
