/** A cell of an exported table: text, or a figure that is written unrounded. */
export type Cell = string | number | bigint;

export const TABLE_FORMATS = ['tsv', 'csv', 'json', 'markdown'] as const;
export type TableFormat = (typeof TABLE_FORMATS)[number];

/** A table to copy or save. `cell` is asked row by row, so that a million rows need no second copy. */
export interface ExportedTable {
  readonly columns: readonly string[];
  readonly rows: number;
  readonly cell: (row: number, column: number) => Cell;
}

export interface WrittenTable {
  readonly parts: readonly string[];
  readonly type: string;
  readonly extension: string;
}

const ROWS_PER_PART = 4096;

/** The table in a format, in parts of a few thousand rows: `new Blob(parts)`, or joined for the clipboard. */
export function writeTable(table: ExportedTable, format: TableFormat): WrittenTable {
  switch (format) {
    case 'tsv':
      return { parts: writeLines(table, tsvCell, '\t', []), type: 'text/tab-separated-values', extension: 'tsv' };
    case 'csv':
      return { parts: writeLines(table, csvCell, ',', []), type: 'text/csv', extension: 'csv' };
    case 'markdown':
      return { parts: writeMarkdown(table), type: 'text/markdown', extension: 'md' };
    case 'json':
      return { parts: writeJson(table), type: 'application/json', extension: 'json' };
  }
}

/**
 * Spreadsheets run text that begins like a formula, even out of a file: an apostrophe in front makes it text again.
 * Figures are never text, so a negative one stays as it is.
 */
function inert(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

function tsvCell(cell: Cell): string {
  return typeof cell === 'string' ? inert(cell.replace(/[\t\r\n]+/g, ' ')) : String(cell);
}

function csvCell(cell: Cell): string {
  if (typeof cell !== 'string') return String(cell);
  const text = inert(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function markdownCell(cell: Cell): string {
  return typeof cell === 'string' ? cell.replace(/[\r\n]+/g, ' ').replace(/[\\|`*_[\]<>]/g, '\\$&') : String(cell);
}

function writeLines(
  table: ExportedTable,
  write: (cell: Cell) => string,
  separator: string,
  under: readonly string[],
  edge = '',
): string[] {
  const line = (cells: readonly string[]) => `${edge}${cells.join(separator)}${edge === '' ? '' : ' |'}\n`;
  const parts: string[] = [line(table.columns.map(write)) + under.join('')];
  for (let from = 0; from < table.rows; from += ROWS_PER_PART) {
    const to = Math.min(table.rows, from + ROWS_PER_PART);
    let part = '';
    for (let row = from; row < to; row++) part += line(table.columns.map((_, c) => write(table.cell(row, c))));
    parts.push(part);
  }
  return parts;
}

function writeMarkdown(table: ExportedTable): string[] {
  const numeric = (c: number) => table.rows > 0 && typeof table.cell(0, c) !== 'string';
  const rule = `| ${table.columns.map((_, c) => (numeric(c) ? '---:' : '---')).join(' | ')} |\n`;
  return writeLines(table, markdownCell, ' | ', [rule], '| ');
}

/** Figures beyond 2^53 are written as text, as every reader of JSON would round them. */
function jsonCell(cell: Cell): string {
  if (typeof cell === 'bigint') {
    const exact = cell >= -9007199254740991n && cell <= 9007199254740991n;
    return exact ? String(cell) : `"${cell}"`;
  }
  return typeof cell === 'number' && !Number.isFinite(cell) ? 'null' : JSON.stringify(cell);
}

function writeJson(table: ExportedTable): string[] {
  const names = table.columns.map((name) => JSON.stringify(name));
  const parts: string[] = ['['];
  for (let from = 0; from < table.rows; from += ROWS_PER_PART) {
    const to = Math.min(table.rows, from + ROWS_PER_PART);
    let part = '';
    for (let row = from; row < to; row++) {
      part += row === 0 ? '\n' : ',\n';
      part += `  {${names.map((name, c) => `${name}: ${jsonCell(table.cell(row, c))}`).join(', ')}}`;
    }
    parts.push(part);
  }
  parts.push('\n]\n');
  return parts;
}
