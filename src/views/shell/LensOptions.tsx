import { type ReactNode, useId } from 'react';
import { GRANULARITIES, type Lens } from '../../model/lens.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { DropDown } from '../../ui/DropDown.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useApp, useSay, useView } from '../context.ts';
import css from './LensOptions.module.css';
import { useComparing, useSampleType } from './use-lens-sources.ts';

type FlagField =
  | 'noInlines'
  | 'showColumns'
  | 'foldGenerics'
  | 'relativePercentages'
  | 'dropNegative'
  | 'mean'
  | 'normalize'
  | 'allFrames'
  | 'allRecords'
  | 'rawStacks';
/** Options that are on or off, with the name of pprof's flag; `inverted` ones are asked the other way round. */
const FLAGS: readonly { readonly field: FlagField; readonly flag: string; readonly inverted?: true }[] = [
  { field: 'noInlines', flag: 'noinlines', inverted: true },
  { field: 'showColumns', flag: 'showcolumns' },
  { field: 'foldGenerics', flag: 'fold_generics' },
  { field: 'relativePercentages', flag: 'relative_percentages' },
  { field: 'dropNegative', flag: 'drop_negative' },
  { field: 'mean', flag: 'mean' },
  { field: 'allFrames', flag: 'all_frames' },
  { field: 'allRecords', flag: 'all_records' },
  { field: 'rawStacks', flag: 'raw_stacks' },
  { field: 'normalize', flag: 'normalize' },
];

const BYTE_UNITS = ['auto', 'B', 'kB', 'MB', 'GB', 'TB'];
const TIME_UNITS = ['auto', 'ns', 'us', 'ms', 's', 'hrs'];

function unitsOf(unit: string): readonly string[] {
  if (unit === 'bytes') return BYTE_UNITS;
  return unit === 'nanoseconds' ? TIME_UNITS : ['auto'];
}

const listOf = (text: string) =>
  text
    .split(',')
    .map((s) => s.trim())
    .filter((s) => s !== '');

/** Every option of the lens that is no filter, with pprof's meaning. */
export function LensOptions() {
  const t = useSay();
  const { view } = useApp();
  const lens = useView((s) => s.lens);
  const comparing = useComparing();
  const type = useSampleType();
  const set = (change: Partial<Lens>) => view.setLens(change);
  const units = unitsOf(type?.unit ?? '');
  return (
    <div className={css.options}>
      <Row label={t('shell.option.granularity')}>
        <DropDown
          bare
          label={t('shell.option.granularity')}
          value={lens.granularity}
          options={GRANULARITIES.map((g) => ({ value: g, label: t(`shell.granularity.${g}`), hint: g }))}
          onChange={(granularity) => set({ granularity, root: [] })}
        />
      </Row>
      {units.length === 1 ? null : (
        <Row label={t('shell.option.unit')}>
          <DropDown
            bare
            label={t('shell.option.unit')}
            value={units.includes(lens.unit) ? lens.unit : 'auto'}
            options={units.map((u) => ({ value: u, label: u === 'auto' ? t('shell.unitAuto') : u }))}
            onChange={(unit) => set({ unit: unit === 'auto' ? 'minimum' : unit })}
          />
        </Row>
      )}
      <div className={css.flags}>
        {FLAGS.filter((f) => f.field !== 'normalize' || comparing).map(({ field, flag, inverted }) => (
          <span key={field} title={flag}>
            <Checkbox
              checked={inverted === true ? !lens[field] : lens[field]}
              onChange={(on) => set({ [field]: inverted === true ? !on : on, root: [] })}
            >
              {t(`shell.option.${field}`)}
            </Checkbox>
          </span>
        ))}
      </div>
      <Text
        label={t('shell.option.trimPath')}
        hint="trim_path"
        value={lens.trimPath}
        onSet={(trimPath) => set({ trimPath })}
      />
      <Text
        label={t('shell.option.tagRoot')}
        hint="tagroot"
        value={lens.tagRoot.join(', ')}
        onSet={(text) => set({ tagRoot: listOf(text), root: [] })}
      />
      <Text
        label={t('shell.option.tagLeaf')}
        hint="tagleaf"
        value={lens.tagLeaf.join(', ')}
        onSet={(text) => set({ tagLeaf: listOf(text), root: [] })}
      />
      <Text
        label={t('shell.option.divideBy')}
        hint="divide_by"
        value={String(lens.divideBy)}
        onSet={(text) => {
          const divideBy = Number(text);
          if (Number.isFinite(divideBy) && divideBy !== 0) set({ divideBy });
        }}
      />
      <Button kind="quiet" className={css.reset} onClick={() => view.setLens(DEFAULTS)}>
        {t('shell.resetOptions')}
      </Button>
    </div>
  );
}

const DEFAULTS: Partial<Lens> = {
  granularity: 'functions',
  unit: 'minimum',
  noInlines: false,
  showColumns: false,
  foldGenerics: true,
  relativePercentages: false,
  dropNegative: false,
  mean: false,
  normalize: false,
  allFrames: false,
  allRecords: false,
  rawStacks: false,
  trimPath: '',
  tagRoot: [],
  tagLeaf: [],
  divideBy: 1,
};

function Row({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className={css.row}>
      <span className={css.label}>{label}</span>
      {children}
    </div>
  );
}

interface TextProps {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly onSet: (text: string) => void;
}

/** A text option: it holds once the field is left or Enter is pressed. */
function Text({ label, hint, value, onSet }: TextProps) {
  const id = useId();
  return (
    <div className={css.row} title={hint}>
      <label htmlFor={id} className={css.label}>
        {label}
      </label>
      <TextField
        key={value}
        id={id}
        label={label}
        mono
        defaultValue={value}
        onBlur={(e) => e.currentTarget.value !== value && onSet(e.currentTarget.value)}
        onKeyDown={(e) => e.key === 'Enter' && onSet(e.currentTarget.value)}
      />
    </div>
  );
}
