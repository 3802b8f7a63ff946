import { type TableFormat, writeTable } from '../../state/export.ts';
import { copyText } from '../../ui/copy-text.ts';
import type { Say } from '../context.ts';
import { saveFile } from '../save-file.ts';
import { type ColumnId, exportedTable, type TableRows } from './columns.ts';

/** Heads of an exported table say the unit, as its figures do not. */
function heads(rows: TableRows, t: Say): (id: ColumnId) => string {
  const { unit } = rows.answer.sampleType;
  const amounts: readonly ColumnId[] = ['flat', 'cum', 'before', 'after', 'delta'];
  return (id) => (amounts.includes(id) ? `${t(`views.table.${id}`)} (${unit})` : t(`views.table.${id}`));
}

export async function copyTable(rows: TableRows, format: TableFormat, t: Say): Promise<boolean> {
  return copyText(writeTable(exportedTable(rows, heads(rows, t)), format).parts.join(''));
}

/** Saves all rows of the answer, not only those on screen. */
export function saveTable(rows: TableRows, format: TableFormat, name: string, t: Say): void {
  const { parts, type, extension } = writeTable(exportedTable(rows, heads(rows, t)), format);
  saveFile(parts, `${name}.${extension}`, type);
}
