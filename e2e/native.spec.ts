import { writeFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { dropFiles, expect, fixture, painted, test } from './helpers.ts';
import { bytes, lensBar, link, row, scratch, show, sourceRow, sources, tab } from './page.ts';

/** Four reports of one run; in the last: 4,632,272 bytes of leaks and 88,346,912 that are none. */
const REPORTS = fixture('native/memleak.txt.gz');
const NO_FRAME_POINTERS = fixture('native/memleak-nofp.txt.gz');

const classes = (page: Page): Locator => page.getByRole('region', { name: 'Records that are not the program’s leak' });
const inTree = (page: Page): Locator => classes(page).getByRole('checkbox', { name: 'Show in the tree' });

async function flameOf(page: Page, open: () => Promise<void>, path: string): Promise<void> {
  await show(page, open, [path]);
  await tab(page, 'Flame graph').click();
  await expect(tab(page, 'Flame graph')).toHaveAttribute('aria-selected', 'true');
}

test('records that are no leak are bars of their own, out of tree and total, and back by a switch', async ({
  page,
  open,
}) => {
  await flameOf(page, open, REPORTS);
  const rows = classes(page).getByRole('listitem');
  await expect(rows).toHaveCount(4);
  await expect(rows.nth(0)).toContainText('Go runtime mmaps');
  await expect(rows.nth(0).getByTitle(bytes(12_845_056))).toHaveText(/12\.3.MB/);
  await expect(rows.nth(1).getByTitle(bytes(67_108_864))).toHaveText(/64\.0.MB/);
  await expect(rows.nth(1)).toContainText(/14.×.the tree/);
  await expect(rows.nth(3)).toContainText('One block for every thread');

  const report = sourceRow(page, '4 · ');
  await expect(report).toContainText(/4\.42.MB/);
  await inTree(page).check();
  await expect(report).toContainText(/88\.7.MB/);
  await inTree(page).uncheck();
  await tab(page, 'Table').click();
  await expect(row(page, 'x_cgo_mmap')).toHaveCount(0);
  await expect(row(page, 'leaky_map_arena').getByTitle(bytes(524_288)).first()).toBeVisible();
  await inTree(page).focus();
  await page.keyboard.press('Space');
  await expect(row(page, 'x_cgo_mmap').getByTitle(bytes(12_845_056)).first()).toBeVisible();
  await expect(classes(page)).toContainText('within the tree and its total');
  expect(link(page).get('allrec')).toBe('t');
  await page.keyboard.press('Control+z');
  await expect(row(page, 'x_cgo_mmap')).toHaveCount(0);
  await expect(inTree(page)).not.toBeChecked();

  await classes(page).getByRole('button').click();
  await expect(rows).toHaveCount(0);
  const audit = await new AxeBuilder({ page }).analyze();
  expect(audit.violations.map((v) => `${v.id}: ${v.nodes[0]?.html ?? ''}`)).toEqual([]);
});

test('a comparison of two reports says how the classes grew', async ({ page, open }) => {
  await show(page, open, [REPORTS]);
  await expect(tab(page, 'Compare')).toHaveAttribute('aria-selected', 'true');
  await classes(page)
    .getByRole('button', { name: /Not the program’s leak/ })
    .click();
  const runtime = classes(page).getByRole('listitem').filter({ hasText: 'Go runtime mmaps' });
  await expect(runtime).toContainText(/▲.8\.00.MB/);
});

test('broken stacks: one box per site, a warning with what to do, and the raw form by a switch', async ({
  page,
  open,
}) => {
  await flameOf(page, open, NO_FRAME_POINTERS);
  const warning = page.getByRole('status').filter({ hasText: '22 of 23 stacks' });
  await expect(warning).toContainText('memleak-nofp.txt.gz');
  await warning.getByRole('button', { name: 'What to do' }).click();
  const remedy = page.getByRole('dialog', { name: 'What to do' });
  await expect(remedy.locator('code').first()).toHaveText('CGO_CFLAGS="-O2 -g -fno-omit-frame-pointer" go build');
  await page.keyboard.press('Escape');
  await expect(remedy).toBeHidden();

  await tab(page, 'Table').click();
  await expect(row(page, '0x64')).toHaveCount(0);
  await expect(row(page, 'xalloc').getByTitle(bytes(794_066)).first()).toBeVisible();
  await warning.getByRole('checkbox', { name: 'Raw stacks' }).check();
  await expect(row(page, '0x64')).toHaveCount(1);
  expect(link(page).get('raw')).toBe('t');
  const audit = await new AxeBuilder({ page }).analyze();
  expect(audit.violations.map((v) => `${v.id}: ${v.nodes[0]?.html ?? ''}`)).toEqual([]);
  await warning.getByRole('button').first().click();
  await expect(warning).toBeHidden();
});

test('in Chinese, in a narrow window, the classes fold to a line', async ({ page, open }) => {
  await page.setViewportSize({ width: 1024, height: 700 });
  await open({ language: 'zh-CN' });
  await dropFiles(page, [REPORTS]);
  await painted(page);
  await tab(page, '火焰图').click();
  const panel = page.getByRole('region', { name: '不属于程序泄漏的记录' });
  await expect(panel.getByRole('listitem')).toHaveCount(0);
  await panel.getByRole('button').click();
  await expect(panel.getByRole('listitem')).toHaveCount(4);
  await expect(panel).toContainText('线程栈');
});

test('a file of a thousand reports: the list draws what is in sight, keys step through all', async ({ page, open }) => {
  const report = (i: number) =>
    `[${Math.floor(i / 3600)}:${Math.floor(i / 60) % 60}:${i % 60}] Top 2 stacks with outstanding allocations:\n` +
    `${100 * (i + 1)} bytes in ${i + 1} allocations from stack\n\t0 [<000000000040112d>] leak+0x1 [/srv/app]\n` +
    '64 bytes in 1 allocations from stack\n\t0 [<000000000040113d>] once+0x1 [/srv/app]\n';
  const file = scratch('thousand.txt');
  writeFileSync(file, Array.from({ length: 1000 }, (_, i) => report(i)).join(''));
  await show(page, open, [file]);
  const rows = sources(page).getByRole('listitem');
  await expect(sources(page).getByRole('heading', { name: 'Sources 1000' })).toBeVisible();
  expect(await rows.count()).toBeLessThan(60);
  await expect(sourceRow(page, '1000 ·')).toHaveCount(0);
  await rows.first().hover();
  await page.mouse.wheel(0, 100_000);
  await expect(sourceRow(page, '1000 ·')).toBeVisible();
  await expect(sourceRow(page, '1000 ·')).toContainText('after');
  await page.keyboard.press('BracketLeft');
  await expect(sourceRow(page, '0999 ·')).toContainText('after');

  await page.setViewportSize({ width: 1024, height: 700 });
  await page.getByRole('button', { name: 'Show sources' }).last().click();
  await expect(rows.first()).toBeVisible();
});

test('a profile of pprof has neither', async ({ page, open }) => {
  await show(page, open, [fixture('pprof/go1.24/heap-01.pb.gz')]);
  await expect(lensBar(page)).toBeVisible();
  await expect(classes(page)).toHaveCount(0);
  await expect(page.getByRole('status').filter({ hasText: 'stacks' })).toHaveCount(0);
});
