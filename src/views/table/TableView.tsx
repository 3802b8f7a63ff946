import { Download, ListFilter } from 'lucide-react';
import { useMemo, useState } from 'react';
import { groupDigits } from '../../base/units.ts';
import { TABLE_FORMATS } from '../../state/export.ts';
import { Button } from '../../ui/Button.tsx';
import { Menu, type MenuEntry } from '../../ui/Menu.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { EmptyState } from '../../ui/States.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toaster } from '../../ui/toaster.ts';
import { useApp, useSay, useSayMessage, useView } from '../context.ts';
import { PeekView } from '../details/PeekView.tsx';
import { useSelectionActions } from '../flame/frame-actions.ts';
import { NotALeak } from '../native/NotALeak.tsx';
import { Seam } from '../seam/Seam.tsx';
import { FooterFacts, FooterHints } from '../shell/slots.tsx';
import { usePublishSearch } from '../shell/status.ts';
import { ViewFrame } from '../shell/ViewFrame.tsx';
import { TableGrid } from './TableGrid.tsx';
import css from './TableView.module.css';
import { copyTable, saveTable } from './table-export.ts';
import { useTable } from './use-table.ts';

/** pprof's top: every function with its own and its whole weight; or one of them with its callers and callees. */
export default function TableView() {
  const t = useSay();
  const sayMessage = useSayMessage();
  const { view } = useApp();
  const compared = useView((s) => s.lens.compare !== null);
  const searched = useView((s) => s.lens.search);
  const selected = useView((s) => s.selection?.name ?? '');
  const pivot = useView((s) => s.lens.pivot);
  const [mode, setMode] = useState<'top' | 'peek'>('top');
  const [by, setBy] = useState<'flat' | 'cum'>('flat');
  const [filter, setFilter] = useState('');
  const table = useTable(compared, by, filter === '' ? searched : filter);
  const { rows, answered } = table;
  useSelectionActions();
  const count = rows?.answer.rows ?? 0;
  const searching = searched !== '' && filter === '' && rows !== null;
  usePublishSearch(
    useMemo(() => (searching ? { at: 0, count, weight: null, problem: null } : null), [searching, count]),
  );

  const invalid = filter === '' ? undefined : answered.answer?.problems.find((problem) => problem.where === 'filter');
  const peeked = pivot === '' ? selected : pivot;
  const peekAt = (name: string) => {
    view.setLens({ pivot: name });
    view.select({ path: null, name });
  };
  const changeMode = (next: 'top' | 'peek') => {
    if (next === 'peek' && selected !== '') view.setLens({ pivot: selected });
    setMode(next);
  };
  const toolbar = (
    <>
      <Segmented
        label={t('views.table.mode')}
        value={mode}
        options={[
          { value: 'top', label: t('views.table.top') },
          { value: 'peek', label: t('views.table.peek') },
        ]}
        onChange={changeMode}
      />
      {compared && mode === 'top' ? (
        <Segmented
          label={t('views.table.by')}
          value={by}
          options={[
            { value: 'flat', label: t('views.self') },
            { value: 'cum', label: t('views.total') },
          ]}
          onChange={setBy}
        />
      ) : null}
      {mode === 'top' ? (
        <TextField
          className={css.filter}
          label={t('views.table.filter')}
          placeholder={t('views.table.filter')}
          icon={<ListFilter />}
          mono={/^\//.test(filter)}
          value={filter}
          problem={invalid === undefined ? undefined : sayMessage(invalid.what)}
          onChange={(e) => setFilter(e.currentTarget.value)}
        />
      ) : null}
    </>
  );
  const exports: MenuEntry[] =
    rows === null
      ? []
      : [
          ...TABLE_FORMATS.map((format) => ({
            label: t('views.table.copyAs', { format: t(`views.format.${format}`) }),
            onSelect: () =>
              void copyTable(rows, format, t).then((done) =>
                toaster.show(t(done ? 'views.table.copied' : 'views.table.notCopied', { rows: groupDigits(count) })),
              ),
          })),
          'line' as const,
          ...TABLE_FORMATS.map((format) => ({
            label: t('views.table.saveAs', { format: t(`views.format.${format}`) }),
            onSelect: () => saveTable(rows, format, rows.answer.sampleType.type, t),
          })),
        ];
  return (
    <ViewFrame
      answered={answered}
      toolbar={toolbar}
      legend={
        mode === 'top' ? (
          <Menu
            align="end"
            trigger={
              <Button kind="quiet" icon={<Download />} disabled={rows === null}>
                {t('views.table.export')}
              </Button>
            }
            items={exports}
          />
        ) : null
      }
    >
      {mode === 'peek' ? (
        <PeekView name={peeked} onPeek={peekAt} />
      ) : rows === null ? null : count === 0 ? (
        <EmptyState title={t('views.table.noRows')}>{t('views.table.noRowsText')}</EmptyState>
      ) : (
        <TableGrid
          rows={rows}
          label={t('views.table.label', { type: rows.answer.sampleType.type })}
          sort={table.sort}
          descending={table.descending}
          onSort={table.onSort}
        />
      )}
      {mode === 'top' ? <NotALeak shown={rows?.answer} /> : null}
      <Seam crossed={rows?.answer.tier != null} />
      {rows === null ? null : <FooterFacts>{t('views.table.rows', { rows: groupDigits(count) })}</FooterFacts>}
      <FooterHints>{t('views.table.hints')}</FooterHints>
    </ViewFrame>
  );
}
