import { dropFiles, expect, fixture, painted, prependToWorkers, test } from './helpers.ts';
import { REMOVE_NEWER_APIS } from './old-apis.ts';

test('profiles open where newer functions are missing, in the page and in its workers', async ({ page, open }) => {
  await page.addInitScript(REMOVE_NEWER_APIS);
  await prependToWorkers(page, REMOVE_NEWER_APIS);
  await open();
  await dropFiles(page, [fixture('series/heap-00.pb.gz')]);
  await painted(page);
  await dropFiles(page, [fixture('series/heap-05.pb.gz')]);
  await page.getByRole('button', { name: 'Compare with heap-00.pb.gz' }).click();
  await expect(page.getByRole('tab', { name: 'Compare' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByText(/^\d+ call paths matched/)).toBeVisible();
  await expect(page.locator('canvas').first()).toBeVisible();
});
