import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { dropFiles, expect, fixture, painted, test } from './helpers.ts';
import { CPU, graph, heap, lensBar, NEW_ENTRY, row, show, tab } from './page.ts';

/**
 * Empty ends of a menu that hand the focus on: they must take it and must be silent, which is what this rule forbids.
 * Only they and only this rule are let through.
 */
const FOCUS_GUARD = /^aria-hidden-focus: <span [^>]*data-base-ui-focus-guard/;

/** Serious and critical findings of axe, one line each. */
async function findings(page: Page, rules?: string[]): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (rules === undefined ? axe : axe.withRules(rules)).analyze();
  return violations
    .filter((v) => v.impact === 'serious' || v.impact === 'critical')
    .flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 160)} ${n.any.map((a) => a.message).join()}`))
    .filter((line) => !FOCUS_GUARD.test(line));
}

for (const theme of ['light', 'dark'] as const) {
  test.describe(`accessible, ${theme}`, () => {
    // What differs between the themes is colour.
    const check = (page: Page) => findings(page, theme === 'light' ? undefined : ['color-contrast']);

    test('welcome and help', async ({ page, open }) => {
      await open({ theme });
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      expect(await check(page)).toEqual([]);
      await page.keyboard.press('?');
      const help = page.getByRole('dialog', { name: 'Help' });
      await expect(help).toBeVisible();
      for (const section of ['Keys', 'Mouse', 'About', 'Third-party notices']) {
        await help.getByRole('button', { name: section }).click();
        expect(await check(page)).toEqual([]);
      }
    });

    test('flame graph, its menu, options, filter field', async ({ page, open }) => {
      await show(page, () => open({ theme }), [CPU]);
      await graph(page).click({ position: { x: 60, y: 30 } });
      await expect(page.getByRole('heading', { name: 'Callees' })).toBeVisible();
      expect(await check(page)).toEqual([]);
      await graph(page).click({ button: 'right', position: { x: 60, y: 30 } });
      await expect(page.getByRole('menu')).toBeVisible();
      expect(await check(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await lensBar(page).getByRole('button', { name: 'Options' }).click();
      await expect(page.getByRole('dialog', { name: 'Options' })).toBeVisible();
      expect(await check(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Add filter' }).click();
      await page.getByRole('combobox', { name: 'Add filter' }).fill('(');
      await expect(lensBar(page).getByText(/The last valid filter stays on/)).toBeVisible();
      expect(await check(page)).toEqual([]);
    });

    test('comparison, table, peek, labels', async ({ page, open }) => {
      await show(page, () => open({ theme }), [heap(1), heap(7)]);
      expect(await check(page)).toEqual([]);
      await page.getByRole('button', { name: 'Side by side' }).click();
      await expect(page.getByRole('application')).toHaveCount(2);
      expect(await check(page)).toEqual([]);
      await tab(page, 'Table').click();
      await row(page, NEW_ENTRY).click();
      expect(await check(page)).toEqual([]);
      await page.getByRole('button', { name: 'Peek' }).click();
      await expect(page.getByRole('heading', { name: /^Callers/ }).first()).toBeVisible();
      expect(await check(page)).toEqual([]);
      await tab(page, 'Labels').click();
      await expect(page.getByRole('heading', { name: 'bytes' })).toBeVisible();
      expect(await check(page)).toEqual([]);
    });

    test('import report, a file in part, empty states', async ({ page, open }) => {
      await show(page, () => open({ theme }), [
        heap(1),
        fixture('edge/truncated-gzip.pb.gz'),
        fixture('edge/random-4k.bin'),
      ]);
      await dropFiles(page, [heap(1)]);
      await expect(page.getByText(/is open already/)).toBeVisible();
      await tab(page, 'Import report').click();
      await expect(page.getByRole('heading', { name: 'random-4k.bin was not opened' })).toBeVisible();
      expect(await check(page)).toEqual([]);
      await tab(page, 'Flame graph').click();
      await page.getByRole('button', { name: 'Add filter' }).click();
      await page.keyboard.type('focus nobody_has_this');
      await page.keyboard.press('Enter');
      await expect(page.getByText('No path passes this lens')).toBeVisible();
      expect(await check(page)).toEqual([]);
      await painted(page);
    });
  });
}
