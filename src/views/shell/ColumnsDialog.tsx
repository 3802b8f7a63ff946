import { useState } from 'react';
import type { ColumnChoice } from '../../contract/api.ts';
import type { SourceEntry } from '../../state/session.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { DropDown } from '../../ui/DropDown.tsx';
import { useApp, useSay, useSession } from '../context.ts';
import css from './ColumnsDialog.module.css';
import { panel, usePanel } from './panel-state.ts';

/** Units that a column of numbers can have, and what makes its numbers theirs. */
const UNITS: Readonly<Record<string, { readonly unit: string; readonly factor: number }>> = {
  none: { unit: '', factor: 1 },
  count: { unit: 'count', factor: 1 },
  bytes: { unit: 'bytes', factor: 1 },
  kib: { unit: 'bytes', factor: 1024 },
  mib: { unit: 'bytes', factor: 1024 ** 2 },
  percent: { unit: 'percent', factor: 1 },
  seconds: { unit: 'seconds', factor: 1 },
  ms: { unit: 'nanoseconds', factor: 1e6 },
  ns: { unit: 'nanoseconds', factor: 1 },
};

function unitIdOf(unit: string, factor: number): string {
  return Object.keys(UNITS).find((id) => UNITS[id]?.unit === unit && UNITS[id]?.factor === factor) ?? 'none';
}

/** Which column of a table is the time, which are values, and in what unit. */
export function ColumnsDialog() {
  const key = usePanel((s) => s.choosing);
  const source = useSession((s) => s.sources.find((x) => x.facts.key === key));
  return source === undefined ? null : <Columns key={source.facts.key} source={source} />;
}

function Columns({ source }: { readonly source: SourceEntry }) {
  const t = useSay();
  const { session } = useApp();
  const { names = [], chosen } = source.facts.columns ?? {};
  const [time, setTime] = useState(chosen?.time ?? '');
  const [units, setUnits] = useState<ReadonlyMap<string, string>>(
    new Map(chosen?.values.map(({ name, unit, factor }) => [name, unitIdOf(unit, factor)])),
  );
  const close = () => panel.setState({ choosing: null });
  const set = (name: string, unit: string | null) => {
    const next = new Map(units);
    if (unit === null) next.delete(name);
    else next.set(name, unit);
    setUnits(next);
  };
  const values = names.filter((name) => name !== time && units.has(name));
  const apply = () => {
    const choice: ColumnChoice = {
      time,
      values: values.map((name) => ({ name, ...(UNITS[units.get(name) ?? ''] ?? { unit: '', factor: 1 }) })),
    };
    close();
    void session.openColumns(source.fileId, choice);
  };
  const actions = (
    <>
      <Button onClick={close}>{t('columns.cancel')}</Button>
      <Button kind="primary" disabled={values.length === 0} onClick={apply}>
        {t('columns.read')}
      </Button>
    </>
  );
  return (
    <Dialog open onClose={close} title={t('columns.title')} closeLabel={t('shell.close')} actions={actions}>
      <p className={css.time}>
        <DropDown
          label={t('columns.time')}
          value={time}
          options={names.map((name) => ({ value: name, label: name }))}
          onChange={setTime}
        />
      </p>
      <ul className={css.list}>
        {names
          .filter((name) => name !== time)
          .map((name) => (
            <li key={name}>
              <Checkbox checked={units.has(name)} onChange={(on) => set(name, on ? 'none' : null)}>
                {name}
              </Checkbox>
              {units.has(name) ? (
                <DropDown
                  bare
                  label={t('columns.unit', { name })}
                  value={units.get(name) ?? 'none'}
                  options={Object.keys(UNITS).map((id) => ({ value: id, label: t(`columns.unit.${id}`) }))}
                  onChange={(id) => set(name, id)}
                />
              ) : null}
            </li>
          ))}
      </ul>
    </Dialog>
  );
}
