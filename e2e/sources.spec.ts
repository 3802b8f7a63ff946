import { dropFiles, expect, fixture, test } from './helpers.ts';
import { graph, heap, link, show, sourceRow, sources, tab } from './page.ts';

test.describe('sources', { tag: '@core' }, () => {
  test('renamed, removed, and brought back with its name and its view', async ({ page, open }) => {
    await show(page, open, [heap(1), heap(5)]);
    await sourceRow(page, 'heap-01').getByRole('button', { name: 'Actions for heap-01.pb.gz' }).click();
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    const name = page.getByRole('textbox', { name: 'Rename' });
    await expect(name).toBeFocused();
    await name.fill('before the deploy');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: 'base: before the deploy' })).toBeVisible();

    await sourceRow(page, 'before the deploy')
      .getByRole('button', { name: /^Actions for/ })
      .click();
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    await expect(sourceRow(page, 'before the deploy')).toHaveCount(0);
    await expect(tab(page, 'Flame graph')).toHaveAttribute('aria-selected', 'true');
    await expect(graph(page)).toHaveAccessibleName('Flame graph of inuse_space');
    const toast = page.getByRole('status').filter({ hasText: 'before the deploy removed.' });
    await toast.getByRole('button', { name: 'Undo' }).click();
    await expect(sourceRow(page, 'before the deploy')).toHaveCount(1);
    await expect(page.getByRole('button', { name: 'base: before the deploy' })).toBeVisible();
    await expect(tab(page, 'Compare')).toHaveAttribute('aria-selected', 'true');
  });

  test('the last one closed: the page is as at first', async ({ page, open }) => {
    await show(page, open, [heap(1)]);
    await sourceRow(page, 'heap-01')
      .getByRole('button', { name: /^Actions for/ })
      .click();
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    await expect(page.getByRole('heading', { name: 'Drop files or a folder here' })).toBeVisible();
    await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
    await expect(graph(page)).toBeVisible();
  });
});

test('the diagnostic report is copied, without names of files', async ({ page, open, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await show(page, open, [heap(1), fixture('edge/random-4k.bin')]);
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Help' });
  await help.getByRole('button', { name: 'About' }).click();
  await help.getByRole('button', { name: 'Copy diagnostic report' }).click();
  await expect(help.getByRole('button', { name: 'Copied' })).toBeVisible();
  const report = await page.evaluate(() => navigator.clipboard.readText());
  expect(report).toContain('Leaklens ');
  expect(report).toMatch(/File 1 \(\.pb\.gz, \d+ B\): read/);
  expect(report).toMatch(/File 2 \(\.bin, 4096 B\): refused/);
  expect(report).not.toMatch(/heap-01|random-4k|cgoleak/);
  await page.keyboard.press('Escape');
  await expect(help).toHaveCount(0);
});

test('sources can be merged into one picture', async ({ page, open }) => {
  await show(page, open, [heap(1)]);
  await dropFiles(page, [heap(5)]);
  await page.getByRole('checkbox', { name: 'Show heap-05.pb.gz' }).check();
  await graph(page).focus();
  await page.keyboard.press('ArrowDown');
  await expect(graph(page)).toHaveAccessibleDescription('All inuse_space, 45.9 MB, everything');
  await page.getByRole('checkbox', { name: 'Show heap-01.pb.gz' }).uncheck();
  await expect(graph(page)).toHaveAccessibleDescription('All inuse_space, 38.7 MB, everything');
  await page.getByRole('checkbox', { name: 'Show heap-05.pb.gz' }).uncheck();
  await expect(page.getByText('No source is shown')).toBeVisible();
  await page.getByRole('button', { name: 'Show the first' }).click();
  await expect(graph(page)).toBeVisible();
});

test('details of a source: what the file says of itself', async ({ page, open }) => {
  await show(page, open, [heap(5)]);
  await sourceRow(page, 'heap-05')
    .getByRole('button', { name: /^Actions for/ })
    .click();
  await page.getByRole('menuitem', { name: 'Details' }).click();
  const dialog = page.getByRole('dialog', { name: 'heap-05.pb.gz' });
  await expect(dialog).toContainText('cgoleak-go1.24');
  await expect(dialog.getByTitle('40561720 bytes')).toHaveText('38.7 MB');
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(dialog).toHaveCount(0);
});

test('the list folds to a rail and comes back', async ({ page, open }) => {
  await show(page, open, [heap(5)]);
  await page.getByRole('button', { name: 'Fold sources' }).click();
  await expect(sources(page).getByRole('list')).toHaveCount(0);
  await page.reload();
  await dropFiles(page, [heap(5)]);
  await page.getByRole('button', { name: 'Show sources' }).click();
  await expect(sourceRow(page, 'heap-05.pb.gz')).toBeVisible();
  expect(link(page).get('view')).toBe('flame');
});
