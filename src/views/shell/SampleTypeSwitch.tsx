import { ChevronDown } from 'lucide-react';
import { showAmount } from '../../base/figures.ts';
import { KNOWN_BYTES } from '../../model/seam.ts';
import { DropDown } from '../../ui/DropDown.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { Segmented, segmentClass } from '../../ui/Segmented.tsx';
import { useApp, useSay, useView } from '../context.ts';
import { typeName } from '../type-name.ts';
import { totalOf, useLensSources, useMerge, useSampleType, useSampleTypes } from './use-lens-sources.ts';
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
  const types = useSampleTypes();
  const merge = useMerge();
  const allRecords = useView((s) => s.lens.allRecords);
  if (current === undefined) return null;
  const choose = (sampleType: string) => {
    if (sampleType === KNOWN_BYTES && merge !== null) merge();
    else view.setLens({ sampleType });
  };
  const options = types.map((type) => {
    const total = sources.reduce((sum, s) => sum + (totalOf(s, type, allRecords) ?? 0n), 0n);
    const label = typeName(t, type.type);
    return { value: type.type, label, hint: showAmount(total, type.unit) };
  });
  if (merge !== null && types[0]?.type !== KNOWN_BYTES) {
    options.unshift({ value: KNOWN_BYTES, label: t('seam.known'), hint: t('seam.merge') });
  }
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
