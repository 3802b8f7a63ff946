import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Cell, type ExportedTable, type TableFormat, writeTable } from './export.ts';

function written(rows: readonly (readonly Cell[])[], format: TableFormat, columns = ['flat', 'name']): string {
  const table: ExportedTable = { columns, rows: rows.length, cell: (r, c) => rows[r]?.[c] ?? '' };
  return writeTable(table, format).parts.join('');
}

test('CSV quotes commas, quotes and line breaks', () => {
  expect(
    written(
      [
        [1, 'a,b'],
        [2, 'say "x"'],
        [3, 'two\nlines'],
      ],
      'csv',
    ),
  ).toBe('flat,name\n1,"a,b"\n2,"say ""x"""\n3,"two\nlines"\n');
});

test('text that a spreadsheet would run is made inert, figures are not touched', () => {
  expect(
    written(
      [
        [-5, '=1+2'],
        [0, '+x'],
        [0, '-x'],
        [0, '@x'],
      ],
      'csv',
    ),
  ).toBe("flat,name\n-5,'=1+2\n0,'+x\n0,'-x\n0,'@x\n");
  expect(written([[-5, '=1+2']], 'tsv')).toBe("flat\tname\n-5\t'=1+2\n");
});

test('TSV keeps one row per line and one tab per column', () => {
  expect(written([[1, 'a\tb\nc']], 'tsv')).toBe('flat\tname\n1\ta b c\n');
});

test('Markdown escapes its own signs and aligns figures right', () => {
  expect(written([[1, 'a|b*c']], 'markdown')).toBe('| flat | name |\n| ---: | --- |\n| 1 | a\\|b\\*c |\n');
});

test('JSON keeps figures beyond 2^53 exact and has no NaN', () => {
  const text = written(
    [
      [9223372036854775807n, 'f'],
      [12n, 'g'],
      [Number.NaN, 'h'],
    ],
    'json',
  );
  expect(JSON.parse(text)).toEqual([
    { flat: '9223372036854775807', name: 'f' },
    { flat: 12, name: 'g' },
    { flat: null, name: 'h' },
  ]);
});

test('an empty table has its head only', () => {
  expect(written([], 'csv')).toBe('flat,name\n');
  expect(JSON.parse(written([], 'json'))).toEqual([]);
});

test('many rows come in parts that read back as one table', () => {
  const rows = Array.from({ length: 10_000 }, (_, i) => [i, `f${i}`] as const);
  const table: ExportedTable = { columns: ['n', 'name'], rows: rows.length, cell: (r, c) => rows[r]?.[c] ?? '' };
  const { parts } = writeTable(table, 'json');
  expect(parts.length).toBeGreaterThan(3);
  expect(JSON.parse(parts.join(''))).toHaveLength(10_000);
});

/** Reads CSV as RFC 4180 says. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  const row: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i] ?? '';
    if (quoted) {
      if (c !== '"') cell += c;
      else if (text[i + 1] === '"') cell += text[i++];
      else quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === ',' || c === '\n') {
      row.push(cell);
      cell = '';
      if (c === '\n') rows.push(row.splice(0));
    } else cell += c;
  }
  return rows;
}

test('any text comes back from CSV, but for the apostrophe', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer(), fc.string()), { maxLength: 20 }), (rows) => {
      const back = readCsv(written(rows, 'csv')).slice(1);
      expect(back).toEqual(rows.map(([n, s]) => [String(n), /^[=+\-@\t\r]/.test(s) ? `'${s}` : s]));
    }),
  );
});
