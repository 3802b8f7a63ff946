import { dropFiles, expect, painted, test } from './helpers.ts';
import { graph, heap, link, show, sources, tab } from './page.ts';

test.describe('themes and languages', { tag: '@core' }, () => {
  for (const theme of ['light', 'dark'] as const) {
    for (const language of ['en', 'zh-CN'] as const) {
      test(`${theme}, ${language}`, async ({ page, open }) => {
        await open({ theme, language });
        await expect(page.locator('html')).toHaveAttribute('lang', language);
        await dropFiles(page, [heap(1), heap(7)]);
        await painted(page);
        await expect(tab(page, language === 'en' ? 'Compare' : '比较')).toHaveAttribute('aria-selected', 'true');
        const lightness = await page.evaluate(() => {
          const [r = 0, g = 0, b = 0] = (getComputedStyle(document.body).backgroundColor.match(/\d+/g) ?? []).map(
            Number,
          );
          return (r + g + b) / 3;
        });
        if (theme === 'dark') expect(lightness).toBeLessThan(60);
        else expect(lightness).toBeGreaterThan(220);
        const text = (await page.locator('#root').textContent()) ?? '';
        if (language === 'zh-CN') {
          expect(text).toContain('仅增长');
          expect(text).not.toMatch(/Growth only|Add filter|call paths|Sources/);
        } else expect(text).not.toMatch(/[\u4e00-\u9fff]{2}(?<!中文)/);
      });
    }
  }
});

test('changed by their menus, kept over a reload', async ({ page, open }) => {
  await show(page, open, [heap(1)]);
  await page.getByRole('button', { name: 'Theme and density' }).click();
  await page.getByRole('menuitemradio', { name: 'Dark' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.getByRole('button', { name: 'Theme and density' }).click();
  await page.getByRole('menuitemradio', { name: 'Comfortable' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-density', 'comfortable');
  await page.getByRole('button', { name: 'Language' }).click();
  await page.getByRole('menuitemradio', { name: '简体中文' }).click();
  await expect(tab(page, '火焰图')).toBeVisible();
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.locator('html')).toHaveAttribute('data-density', 'comfortable');
  await expect(page.getByText(/此链接需要 heap-01\.pb\.gz/)).toBeVisible();
});

test('the picture is repainted in the other theme', async ({ page, open }) => {
  await show(page, open, [heap(5)]);
  const pixel = () =>
    graph(page)
      .locator('canvas')
      .evaluate((canvas: HTMLCanvasElement) =>
        Array.from(canvas.getContext('2d')?.getImageData(canvas.width - 4, canvas.height - 4, 1, 1).data ?? []).join(),
      );
  const light = await pixel();
  await page.getByRole('button', { name: 'Theme and density' }).click();
  await page.getByRole('menuitemradio', { name: 'Dark' }).click();
  await expect.poll(pixel).not.toBe(light);
});

test('a narrow window: panels become drawers, nothing overflows', async ({ page, open }) => {
  await page.setViewportSize({ width: 800, height: 700 });
  await show(page, open, [heap(1), heap(7)]);
  await expect(graph(page)).toBeVisible();
  const overflow = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(await overflow()).toBe(0);
  await page.getByRole('button', { name: 'Show sources' }).click();
  await expect(sources(page).getByRole('list')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Fold sources' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Details', exact: true }).click();
  await expect(page.getByRole('complementary', { name: 'Details' })).toBeVisible();
  await tab(page, 'Table').click();
  await expect.poll(() => link(page).get('view')).toBe('table');
  expect(await overflow()).toBe(0);
});
