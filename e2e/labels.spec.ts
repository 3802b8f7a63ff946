import { expect, test } from './helpers.ts';
import { CPU, chip, graph, lensBar, show, tab } from './page.ts';

test.describe('labels', { tag: '@core' }, () => {
  test('weights per value; a click filters', async ({ page, open }) => {
    await show(page, open, [CPU]);
    await tab(page, 'Labels').click();
    await expect(page.getByRole('heading', { name: 'endpoint' })).toBeVisible();
    const walk = page.getByRole('button', { name: /^\/walk\s*220 ms/ });
    await expect(walk).toBeVisible();
    await walk.click();
    await expect(lensBar(page).getByRole('button', { name: /^tagfocus endpoint=.*walk/ })).toBeVisible();
    await expect(page.getByRole('button', { name: /^\/compress/ })).toHaveCount(0);
    await tab(page, 'Flame graph').click();
    await graph(page).focus();
    await page.keyboard.press('ArrowDown');
    await expect(graph(page)).toHaveAccessibleDescription('All cpu, 220 ms, everything');
  });
});

test('values become frames at the root', async ({ page, open }) => {
  await show(page, open, [CPU]);
  await tab(page, 'Labels').click();
  await page
    .locator('section')
    .filter({ has: page.getByRole('heading', { name: 'tenant' }) })
    .getByRole('button', { name: 'Use as root' })
    .click();
  await expect(chip(page, 'tagroot tenant')).toBeVisible();
  await tab(page, 'Flame graph').click();
  await graph(page).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(graph(page)).toHaveAccessibleDescription(/t2.*270 ms.*depth 1$/);
});

test('the labels of the selection in its details filter too', async ({ page, open }) => {
  await show(page, open, [CPU]);
  await graph(page).focus();
  await page.keyboard.press('ArrowDown');
  const details = page.getByRole('complementary', { name: 'Details' });
  await details.getByRole('button', { name: /^t1\s*180 ms/ }).click();
  await expect(lensBar(page).getByRole('button', { name: /^tagfocus tenant=.*t1/ })).toBeVisible();
  await expect(graph(page)).toHaveAccessibleDescription('All cpu, 180 ms, everything');
});
