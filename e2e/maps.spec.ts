import AxeBuilder from '@axe-core/playwright';
import { dropFiles, expect, fixture, test } from './helpers.ts';
import { bytes, heap, link, tab } from './page.ts';

const T1 = fixture('maps/t1.smaps.txt.gz');
const T4 = fixture('maps/t4.smaps.txt.gz');
/** Growth of RSS between the two, summed by hand over the ranges of each. */
const GO_HEAP = 7_880_704;
const ARENA = 675_840;

test('two snapshots of smaps: the difference by unit, an arena that grew is one row', async ({ page, open }) => {
  await open();
  await dropFiles(page, [T4, T1]);
  await expect(tab(page, 'Memory map')).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('button', { name: 'base: t1.smaps.txt.gz' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'after: t4.smaps.txt.gz' })).toBeVisible();
  await expect(tab(page, 'Flame graph')).toHaveCount(0);
  const grid = page.getByRole('treegrid', { name: 'Memory map' });
  const unit = (name: string) => grid.getByRole('row').filter({ has: page.getByTitle(name, { exact: true }) });
  const goHeap = unit('Go heap Go heap');
  await expect(goHeap.getByTitle(bytes(GO_HEAP)).first()).toHaveText(/^▲/);
  const arena = unit('glibc arena 7f06f4000000');
  await expect(arena).toHaveCount(1);
  await expect(arena.getByTitle(bytes(ARENA)).first()).toHaveText(/^▲/);

  await arena.click();
  await expect(arena).toHaveAttribute('aria-expanded', 'true');
  await expect(grid.getByRole('row').filter({ hasText: '7f06f4000000-7f06f4103000' })).toContainText('grown');
  await expect(grid.getByRole('row').filter({ hasText: '7f06f4103000-7f06f8000000' })).toContainText('shrunk');

  await grid.focus();
  await page.keyboard.press('ArrowLeft');
  await expect(arena).toHaveAttribute('aria-expanded', 'false');
  await page.keyboard.press('x');
  await expect(page.getByRole('button', { name: 'base: t4.smaps.txt.gz' })).toBeVisible();
  await expect(unit('Go heap Go heap').getByTitle(bytes(-GO_HEAP)).first()).toHaveText(/^▼/);
  expect(link(page).get('view')).toBe('maps');
  const audit = await new AxeBuilder({ page }).analyze();
  expect(audit.violations.map((v) => `${v.id}: ${v.nodes[0]?.html ?? ''}`)).toEqual([]);
});

test('one snapshot beside a heap profile: a tab of its own, in Chinese too', async ({ page, open }) => {
  await open({ language: 'zh-CN' });
  await dropFiles(page, [heap(1)]);
  await expect(tab(page, '火焰图')).toHaveAttribute('aria-selected', 'true');
  await dropFiles(page, [T1]);
  await page.getByRole('status').getByRole('button', { name: '内存映射' }).click();
  await expect(tab(page, '内存映射')).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('treegrid')).toContainText('Go 堆');
  await tab(page, '火焰图').click();
  await expect(page.getByRole('application').first()).toBeVisible();
  await dropFiles(page, [T4]);
  await page.getByRole('status').getByRole('button', { name: '内存映射' }).click();
  await expect(page.getByRole('treegrid')).toContainText('▲ 7.52 MB');
});
