import type { Page } from '@playwright/test';
import { expect, test } from './helpers.ts';
import { details, graph, grid, heap, link, NEW_ENTRY, search, sourceRow, tab } from './page.ts';

/** Tabs on until an element has the focus, as a person does who looks for it. */
async function tabTo(
  page: Page,
  name: string | RegExp,
  role: Parameters<Page['getByRole']>[0] = 'button',
): Promise<void> {
  const wanted = page.getByRole(role, { name }).first();
  for (let i = 0; i < 60; i++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never comes to ${role} ${name}`);
}

test.describe('by keyboard alone', { tag: '@core' }, () => {
  test('open, flame graph, table, details, sandwich and back', async ({ page, open }) => {
    await open();
    await tabTo(page, 'Open files…');
    const chooser = page.waitForEvent('filechooser');
    await page.keyboard.press('Enter');
    await (await chooser).setFiles([heap(5)]);
    await expect(graph(page)).toBeVisible();

    await tabTo(page, 'Flame graph of inuse_space', 'application');
    for (let i = 0; i < 8; i++) await page.keyboard.press('ArrowDown');
    await expect(graph(page)).toHaveAccessibleDescription(/^example\.com\/cgoleak\/internal\/hub\.CacheAdd, /);
    await page.keyboard.press('ArrowRight');
    await expect(graph(page)).toHaveAccessibleDescription(/^example\.com\/cgoleak\/internal\/hub\.Pin, /);
    await page.keyboard.press('Shift+F10');
    await expect(page.getByRole('menu')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('menu')).toHaveCount(0);
    await expect(graph(page)).toBeFocused();

    await page.keyboard.press('3');
    await expect(tab(page, 'Table')).toHaveAttribute('aria-selected', 'true');
    await tabTo(page, 'Functions by inuse_space', 'grid');
    await page.keyboard.press('Home');
    await expect(details(page).getByRole('heading', { name: NEW_ENTRY })).toBeVisible();
    await page.keyboard.press('ArrowDown');
    await expect(details(page).getByRole('heading', { name: /hub\.readFrame/ })).toBeVisible();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await expect.poll(() => [link(page).get('view'), link(page).get('p')]).toEqual(['flame', NEW_ENTRY]);
    await page.keyboard.press('Control+z');
    await expect(grid(page)).toBeVisible();
  });
});

test('tabs by arrow keys, details by Tab', async ({ page, open }) => {
  await open();
  await tabTo(page, /^A series of heap snapshots/);
  await page.keyboard.press('Enter');
  await expect(graph(page)).toBeVisible();
  await tabTo(page, 'Compare', 'tab');
  await page.keyboard.press('ArrowRight');
  await expect(tab(page, 'Call graph')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(tab(page, 'Table')).toBeFocused();
  await expect(grid(page)).toBeVisible();
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowLeft');
  await expect(tab(page, 'Flame graph')).toHaveAttribute('aria-selected', 'true');
  await tabTo(page, 'Fold details');
  await page.keyboard.press('Enter');
  await expect(details(page)).toHaveCount(0);
});

test('Escape in steps: field, search, selection, zoom', async ({ page, open }) => {
  await open();
  await tabTo(page, 'Open files…');
  const chooser = page.waitForEvent('filechooser');
  await page.keyboard.press('Enter');
  await (await chooser).setFiles([heap(5)]);
  await graph(page).focus();
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect.poll(() => link(page).get('root')).not.toBeNull();
  await page.keyboard.press('/');
  await page.keyboard.type('hub');
  await page.keyboard.press('Escape');
  await expect(search(page)).toHaveValue('');
  await page.keyboard.press('Escape');
  await expect(search(page)).not.toBeFocused();
  await page.keyboard.press('Escape');
  await expect(graph(page)).toHaveAccessibleDescription(/^Nothing selected/);
  await page.keyboard.press('Escape');
  await expect.poll(() => link(page).get('root')).toBeNull();
});

test('help by ?, closed by Escape, the focus comes back', async ({ page, open }) => {
  await open();
  await tabTo(page, 'Help');
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Help' });
  await expect(help).toContainText('fit to the selection');
  await help.getByRole('button', { name: 'Third-party notices' }).click();
  await expect(help).toContainText('MIT');
  await page.keyboard.press('Escape');
  await expect(help).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Help' })).toBeFocused();
});

test('a source is renamed and removed from its menu', async ({ page, open }) => {
  await open();
  await tabTo(page, /^Two heap snapshots/);
  await page.keyboard.press('Enter');
  await expect(graph(page)).toBeVisible();
  const first = await sourceRow(page, '.pb.gz').first().getByRole('button').first().textContent();
  await tabTo(page, `Actions for ${first}`);
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Set as base' }).waitFor();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect(sourceRow(page, first ?? '')).toHaveCount(0);
});
