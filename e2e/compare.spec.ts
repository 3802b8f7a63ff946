import { dropFiles, expect, fixture, test } from './helpers.ts';
import { bytes, graph, heap, lensBar, link, NEW_ENTRY, row, search, show, sourceRow, tab } from './page.ts';

const base = 'example.com/cgoleak/internal/hub.newEntry';

test.describe('comparison', { tag: '@core' }, () => {
  test('swap by button and by X turns growth into shrinkage', async ({ page, open }) => {
    await show(page, open, [heap(1), heap(7)]);
    const change = row(page, NEW_ENTRY).getByTitle(bytes(28_863_049));
    await expect(change).toHaveText('▲ 27.5 MB');
    await page.getByRole('button', { name: 'Swap base and after' }).click();
    await expect(page.getByRole('button', { name: 'base: heap-07.pb.gz' })).toBeVisible();
    await expect(page.getByText('No call path grew')).toBeVisible();
    await page.getByRole('button', { name: 'Show what shrank' }).click();
    await expect(row(page, NEW_ENTRY).getByTitle(bytes(-28_863_049))).toHaveText('▼ 27.5 MB');
    await page.keyboard.press('x');
    await expect(page.getByRole('button', { name: 'base: heap-01.pb.gz' })).toBeVisible();
    await page.getByRole('button', { name: 'Show what grew' }).click();
    await expect(change).toBeVisible();
  });

  test('[ and ] step through a series', async ({ page, open }) => {
    await show(page, open, [fixture('series')]);
    const pair = async () =>
      Promise.all(['base', 'after'].map((role) => page.getByRole('button', { name: `${role}: ` }).textContent()));
    await expect.poll(pair).toEqual(['baseheap-00.pb.gz', 'afterheap-05.pb.gz']);
    await page.getByRole('button', { name: 'after: heap-05.pb.gz' }).click();
    await page.getByRole('menuitemradio', { name: 'heap-01.pb.gz' }).click();
    await expect.poll(pair).toEqual(['baseheap-00.pb.gz', 'afterheap-01.pb.gz']);
    await page.keyboard.press(']');
    await expect.poll(pair).toEqual(['baseheap-01.pb.gz', 'afterheap-03.pb.gz']);
    await page.keyboard.press(']');
    await page.keyboard.press(']');
    await expect.poll(pair).toEqual(['baseheap-03.pb.gz', 'afterheap-05.pb.gz']);
    await page.keyboard.press('[');
    await expect.poll(pair).toEqual(['baseheap-01.pb.gz', 'afterheap-03.pb.gz']);
  });
});

test('in the flame graph the same keys step through single snapshots', async ({ page, open }) => {
  await show(page, open, [fixture('series')]);
  await sourceRow(page, 'heap-03').getByRole('button', { name: 'heap-03.pb.gz', exact: true }).click();
  await tab(page, 'Flame graph').click();
  const shown = page.getByRole('button', { name: /^heap-0\d\.pb\.gz$/ }).and(page.locator('[aria-current=true]'));
  await expect(shown).toHaveText('heap-03.pb.gz');
  await page.keyboard.press(']');
  await expect(shown).toHaveText('heap-05.pb.gz');
  await page.keyboard.press(']');
  await page.keyboard.press('[');
  await page.keyboard.press('[');
  await expect(shown).toHaveText('heap-01.pb.gz');
});

test('envelope, growth, shrinkage and side by side', async ({ page, open }) => {
  await show(page, open, [heap(1), heap(7)]);
  await expect(graph(page)).toHaveAccessibleName('Comparison of inuse_space: Growth only');
  await page.getByRole('button', { name: 'Envelope' }).click();
  await expect(graph(page)).toHaveAccessibleName('Comparison of inuse_space: Envelope');
  await expect(page.getByText('How to read this')).toBeVisible();
  await graph(page).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(graph(page)).toHaveAccessibleDescription(
    /^net\/http\.\(\*conn\)\.serve, .* → .*, ▲ \+43\.9 MB, depth 1$/,
  );
  await page.getByRole('button', { name: 'Shrink only' }).click();
  await expect(page.getByText('No call path shrank')).toBeVisible();
  await page.getByRole('button', { name: 'Side by side' }).click();
  await expect(page.getByRole('application')).toHaveCount(2);
  await search(page).fill('newEntry');
  await page.keyboard.press('Enter');
  for (const pane of await page.getByRole('application').all()) {
    await expect(pane).toHaveAccessibleDescription(new RegExp(`^${base}, `));
  }
  await expect.poll(() => link(page).get('mode')).toBe('side');
});

test('any two sources: chosen in the list, also of different Go versions', async ({ page, open }) => {
  await show(page, open, [heap(5)]);
  await dropFiles(page, [fixture('pprof/go1.19/heap-05.pb.gz')]);
  await expect(sourceRow(page, 'heap-05.pb.gz')).toHaveCount(2);
  await sourceRow(page, 'Go 1.19')
    .getByRole('button', { name: /^Actions for/ })
    .click();
  await page.getByRole('menuitem', { name: 'Set as base' }).click();
  await expect(lensBar(page).getByText(/^other build/)).toBeVisible();
  const matched = row(page, NEW_ENTRY).getByRole('gridcell');
  await expect(matched.nth(0)).not.toHaveText('0 B');
  await expect(matched.nth(1)).toHaveText('24.0 MB');
});

test('a series draws the trend of what is selected', async ({ page, open }) => {
  await show(page, open, [fixture('series')]);
  await page.getByRole('button', { name: 'Details' }).click();
  await row(page, NEW_ENTRY).click();
  await expect(page.getByRole('heading', { name: 'Trend over 4 snapshots' })).toBeVisible();
});
