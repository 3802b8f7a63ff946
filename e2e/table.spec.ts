import { readFileSync } from 'node:fs';
import { expect, test } from './helpers.ts';
import { bytes, chip, details, graph, grid, heap, link, NEW_ENTRY, row, show, tab } from './page.ts';

const READ_FRAME = 'example.com/cgoleak/internal/hub.readFrame';

test.describe('table', { tag: '@core' }, () => {
  test('figures of pprof, sorts, filters', async ({ page, open }) => {
    await show(page, open, [heap(5)]);
    await tab(page, 'Table').click();
    const cells = row(page, NEW_ENTRY).getByRole('gridcell');
    await expect(cells.nth(0)).toHaveAttribute('title', bytes(25_189_927));
    await expect(cells).toContainText(['24.0 MB', '62.1 %', '62.1 %', '24.0 MB', '62.1 %', 'hub.newEntry', 'Go']);
    await expect(row(page, READ_FRAME).getByTitle(bytes(10_039_292))).toHaveCount(2);
    const first = grid(page).getByRole('row').nth(1);
    await expect(first).toContainText('hub.newEntry');
    await page.getByRole('columnheader', { name: 'function' }).getByRole('button').click();
    await expect(page.getByRole('columnheader', { name: 'function' })).toHaveAttribute('aria-sort', 'ascending');
    await expect(first).toContainText('encoding/json.(*encodeState).marshal');
    await page.getByRole('columnheader', { name: 'total', exact: true }).getByRole('button').click();
    await expect(first.getByRole('gridcell').nth(3)).toHaveText('36.6 MB');
    const filter = page.getByRole('textbox', { name: 'Filter rows' });
    await filter.fill('/hub\\.(Pin|readFrame)$/');
    await expect(grid(page)).toHaveAttribute('aria-rowcount', '3');
    await filter.fill('/(/');
    await expect(filter).toHaveAttribute('aria-invalid', 'true');
    await filter.fill('nobody has this name');
    await expect(page.getByText('No row has this text')).toBeVisible();
  });
});

test('a selection holds in every view', async ({ page, open }) => {
  await show(page, open, [heap(5)]);
  await tab(page, 'Table').click();
  await row(page, NEW_ENTRY).click();
  await expect(row(page, NEW_ENTRY)).toHaveAttribute('aria-selected', 'true');
  await expect(details(page).getByRole('heading', { name: NEW_ENTRY })).toBeVisible();
  await page.getByRole('button', { name: 'Peek' }).click();
  await expect(page.getByRole('heading', { name: 'Callers 1' })).toHaveCount(2);
  await page
    .getByRole('main')
    .getByRole('button', { name: /CacheAdd/ })
    .click();
  await expect(details(page).getByRole('heading', { name: /hub\.CacheAdd/ })).toBeVisible();
  await page.getByRole('button', { name: 'Top', exact: true }).click();
  await row(page, NEW_ENTRY).dblclick();
  await expect.poll(() => [link(page).get('view'), link(page).get('p')]).toEqual(['flame', NEW_ENTRY]);
  await expect(page.getByRole('application', { name: `Callers of ${NEW_ENTRY}` })).toBeVisible();
});

test('the menu of a row', async ({ page, open }) => {
  await show(page, open, [heap(5)]);
  await tab(page, 'Table').click();
  await row(page, READ_FRAME).click({ button: 'right' });
  await page
    .getByRole('menu', { name: READ_FRAME })
    .getByRole('menuitem', { name: /^Focus on/ })
    .click();
  await expect(page.getByRole('button', { name: /^focus .*readFrame/ })).toBeVisible();
  await expect(row(page, NEW_ENTRY)).toHaveCount(0);
});

const COPIES: readonly (readonly [format: string, has: RegExp])[] = [
  ['TSV', /^self \(bytes\)\tself %\t.*\n25189927\t62\.1\d*\t62\.1\d*\t25189927\t.*hub\.newEntry\t/],
  ['CSV', /^self \(bytes\),self %,.*\n25189927,62\.1\d*,.*,example\.com\/cgoleak\/internal\/hub\.newEntry,/],
  ['Markdown', /^\| self \(bytes\) \| .*\n\| ---: \|.*\n\| 25189927 \|/],
];
for (const [format, has] of COPIES) {
  test(`copied as ${format}`, async ({ page, open, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await show(page, open, [heap(5)]);
    await tab(page, 'Table').click();
    await page.getByRole('button', { name: 'Copy or save' }).click();
    await page.getByRole('menuitem', { name: `Copy as ${format}` }).click();
    await expect(page.getByRole('status').filter({ hasText: /rows copied\.$/ })).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(has);
  });
}

test('saved as JSON, with every row', async ({ page, open }) => {
  await show(page, open, [heap(5)]);
  await tab(page, 'Table').click();
  await page.getByRole('button', { name: 'Copy or save' }).click();
  const saved = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Save as JSON' }).click();
  const file = await saved;
  expect(file.suggestedFilename()).toBe('inuse_space.json');
  const rows = JSON.parse(readFileSync(await file.path(), 'utf8')) as Record<string, unknown>[];
  expect(rows[0]).toMatchObject({ 'self (bytes)': 25_189_927, function: NEW_ENTRY });
  expect(String(rows.length + 1)).toBe(await grid(page).getAttribute('aria-rowcount'));
});

test('in a comparison: before, after, Δ; by self or total', async ({ page, open }) => {
  await show(page, open, [heap(1), heap(7)]);
  await tab(page, 'Table').click();
  await expect(row(page, NEW_ENTRY).getByTitle(bytes(28_863_049))).toBeVisible();
  const add = row(page, 'example.com/cgoleak/internal/hub.CacheAdd');
  await expect(add.getByRole('gridcell').nth(2)).toHaveText('▲ 525 kB');
  await page.getByRole('group', { name: 'Compare by' }).getByRole('button', { name: 'total' }).click();
  await expect(add.getByRole('gridcell').nth(2)).toHaveText('▲ 30.0 MB');
  await page.getByRole('columnheader', { name: 'before' }).getByRole('button').click();
  await expect(page.getByRole('columnheader', { name: 'before' })).toHaveAttribute('aria-sort', 'descending');
});

test('the search field filters the table too', async ({ page, open }) => {
  await show(page, open, [heap(5)]);
  await tab(page, 'Table').click();
  await page.getByRole('textbox', { name: 'Search functions' }).fill('readFrame');
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '2');
  await expect(chip(page, 'focus readFrame')).toHaveCount(0);
  await tab(page, 'Flame graph').click();
  await expect(graph(page)).toBeVisible();
});
