import { useSay, useView } from '../context.ts';
import { TableGrid } from './TableGrid.tsx';
import { useTable } from './use-table.ts';

/** The table under a picture: the same figures as text, largest change first. */
export function TableTwin() {
  const t = useSay();
  const compared = useView((s) => s.lens.compare !== null);
  const table = useTable(compared, 'flat', '');
  if (table.rows === null) return null;
  return (
    <TableGrid
      rows={table.rows}
      label={t('views.table.label', { type: table.rows.answer.sampleType.type })}
      sort={table.sort}
      descending={table.descending}
      onSort={table.onSort}
    />
  );
}
