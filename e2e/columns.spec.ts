import { join } from 'node:path';
import { dropFiles, expect, test } from './helpers.ts';
import { sourceRow } from './page.ts';

const csv = join(import.meta.dirname, '..', 'src', 'formats', 'time-series', 'fixtures', 'rss.csv.gz');

test('columns of a table of values over time are chosen in a dialog', { tag: '@core' }, async ({ page, open }) => {
  await open();
  await dropFiles(page, [csv]);
  const row = sourceRow(page, 'rss.csv');
  await expect(row).toBeVisible();
  await row.getByRole('button', { name: /^Actions for/ }).click();
  await page.getByRole('menuitem', { name: 'Columns…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Columns of the table' });
  await expect(dialog.getByRole('button', { name: 'Time: timestamp' })).toBeVisible();
  await expect(dialog.getByRole('checkbox', { name: 'VmRSS kB' })).toBeChecked();
  await expect(dialog.getByRole('button', { name: 'Unit of VmRSS kB: KiB' })).toBeVisible();
  await expect(dialog.getByRole('checkbox', { name: 'comment' })).not.toBeChecked();
  await dialog.getByText('VmRSS kB').click();
  await dialog.getByRole('button', { name: 'Read again' }).click();
  await expect(dialog).toHaveCount(0);
  await row.getByRole('button', { name: /^Actions for/ }).click();
  await page.getByRole('menuitem', { name: 'Columns…' }).click();
  await expect(dialog.getByRole('checkbox', { name: 'VmRSS kB' })).not.toBeChecked();
  await expect(dialog.getByRole('checkbox', { name: 'goroutines' })).toBeChecked();
});
