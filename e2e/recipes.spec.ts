import { dropFiles, expect, painted, test } from './helpers.ts';
import { tab } from './page.ts';

const NO_FRAME_POINTERS = 'src/formats/memleak/fixtures/nofp.txt';

test('recipes for Go and C unfold on the welcome page, with what they need', async ({ page, open }) => {
  await open();
  const head = page.getByRole('button', { name: /^Go and C together/ });
  await head.click();
  const recipe = page.getByRole('listitem').filter({ hasText: 'Go trace and perf at once' }).last();
  await expect(recipe).toContainText('no rebuild');
  await expect(recipe).toContainText('curl -o trace.out');
  await expect(recipe.getByRole('button', { name: 'Copy command' })).toBeVisible();
  await head.click();
  await expect(recipe).toHaveCount(0);
});

test('C stacks that end at the border come with the way to their Go callers', async ({ page, open }) => {
  await open();
  await dropFiles(page, [NO_FRAME_POINTERS]);
  await painted(page);
  await tab(page, 'Import report').click();
  await expect(page.getByRole('heading', { name: 'Go callers for these C stacks' })).toBeVisible();
  await expect(page.getByText(/of the stacks of nofp\.txt reach Go code|No stack of nofp\.txt/)).toBeVisible();
  await expect(page.getByText('perf probe -x libc.so.6').first()).toBeVisible();
});
