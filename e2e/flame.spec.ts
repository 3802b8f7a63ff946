import { expect, test } from './helpers.ts';
import { chip, details, graph, heap, lensBar, link, search, show } from './page.ts';

const LEAK = 'main.leakOnce';
/** Inside the widest frame of the first row below the root, and of a row far below. */
const ON_SERVE = { x: 60, y: 30 };

test.describe('flame graph', { tag: '@core' }, () => {
  test('double click zooms to a path, Escape goes back', async ({ page, open }) => {
    await show(page, open, [heap(5)]);
    await graph(page).dblclick({ position: { x: 60, y: 70 } });
    await expect.poll(() => link(page).getAll('root').length).toBeGreaterThan(0);
    const zoomed = link(page).toString();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect.poll(() => link(page).toString()).not.toBe(zoomed);
    await expect.poll(() => link(page).getAll('root')).toEqual([]);
  });

  test('search counts, steps forwards and backwards, and says when nothing is found', async ({ page, open }) => {
    await show(page, open, [heap(5)]);
    await page.keyboard.press('/');
    await expect(search(page)).toBeFocused();
    await page.keyboard.type('hub.');
    const count = lensBar(page)
      .getByRole('status')
      .filter({ hasText: /found|of|no match/ });
    const found = 5;
    await expect(count).toHaveText(`${found} found · 94.6 %`);
    await page.keyboard.press('Enter');
    await expect(count).toHaveText(new RegExp(`^1 of ${found}`));
    await page.keyboard.press('Enter');
    await expect(count).toHaveText(new RegExp(`^2 of ${found}`));
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.press('Shift+Enter');
    await expect(count).toHaveText(new RegExp(`^${found} of ${found}`));
    await expect(graph(page)).toHaveAccessibleDescription(/hub\..*of the total/);
    await search(page).fill('nobody has this name');
    await expect(count).toHaveText('no match');
    await search(page).fill('/[/');
    await expect(search(page)).toHaveAttribute('aria-invalid', 'true');
    await lensBar(page).getByRole('button', { name: 'Clear search' }).click();
    await expect(search(page)).toHaveValue('');
  });

  test('a sandwich of the selected function', async ({ page, open }) => {
    await show(page, open, [heap(5)]);
    await search(page).fill(LEAK);
    await page.keyboard.press('Enter');
    await expect(details(page).getByRole('heading', { name: LEAK })).toBeVisible();
    await page.getByRole('button', { name: 'Sandwich' }).click();
    await expect.poll(() => link(page).get('p')).toBe(LEAK);
    await expect(page.getByRole('application')).toHaveCount(2);
    await expect(page.getByRole('application', { name: `Callers of ${LEAK}` })).toBeVisible();
    await expect(page.getByRole('application', { name: `Callees of ${LEAK}` })).toBeVisible();
  });
});

test('the keyboard alone: down, beside, zoom, out', async ({ page, open }) => {
  await show(page, open, [heap(5)]);
  await graph(page).focus();
  for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowDown');
  await expect(graph(page)).toHaveAccessibleDescription(/^net\/http\.\(\*ServeMux\)\.ServeHTTP, 36.*depth 3$/);
  await page.keyboard.press('ArrowUp');
  await expect(graph(page)).toHaveAccessibleDescription(/depth 2$/);
  await page.keyboard.press('Enter');
  await expect.poll(() => link(page).getAll('root').join()).toContain('net/http.serverHandler.ServeHTTP');
  await page.keyboard.press('0');
  await expect.poll(() => link(page).getAll('root')).toEqual([]);
  await expect(details(page).getByRole('heading', { name: 'net/http.serverHandler.ServeHTTP' })).toBeVisible();
});

test('a click selects, the details say the figures of the path', async ({ page, open }) => {
  await show(page, open, [heap(5)]);
  await expect(details(page)).toContainText('Select a frame or a row');
  await graph(page).click({ position: ON_SERVE });
  await expect(graph(page)).toHaveAccessibleDescription(/^net\/http\.\(\*conn\)\.serve, /);
  await expect(details(page).getByRole('heading', { name: 'net/http.(*conn).serve' })).toBeVisible();
  await expect(details(page)).toContainText('Callees');
});

test('hovering shows the figures; Space keeps them', async ({ page, open }) => {
  await show(page, open, [heap(5)]);
  await graph(page).hover({ position: ON_SERVE });
  const tip = page.getByRole('tooltip');
  await expect(tip).toContainText('http.(*conn).serve');
  await expect(tip).toContainText('of parent');
  await graph(page).focus();
  await page.keyboard.press('Space');
  await page.mouse.move(5, 300);
  await expect(tip).toContainText('Pinned');
  await page.keyboard.press('Escape');
  await expect(tip).toHaveCount(0);
});

test('the menu of a frame filters, searches and copies', async ({ page, open, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await show(page, open, [heap(5)]);
  const menu = page.getByRole('menu', { name: 'net/http.(*conn).serve' });
  const choose = async (name: string) => {
    await graph(page).click({ button: 'right', position: ON_SERVE });
    await menu.getByRole('menuitem', { name }).click();
    await expect(menu).toHaveCount(0);
  };
  await choose('Copy name');
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('net/http.(*conn).serve');
  await choose('Copy stack');
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('net/http.(*conn).serve');
  await choose('Find everywhere');
  await expect(search(page)).toHaveValue('net/http.(*conn).serve');
  await choose('Ignore paths through it');
  await expect(lensBar(page).getByRole('button', { name: /^ignore / })).toBeVisible();
  await expect(page.getByText(/^\d+ of \d+ call paths/)).toBeVisible();
  await expect.poll(() => link(page).get('i')).toContain('conn');
});

test('shape, colour and order', async ({ page, open }) => {
  await show(page, open, [heap(5)]);
  const legend = page.getByRole('list', { name: 'Legend' });
  await expect(legend).toContainText('Go runtime');
  await page.getByRole('button', { name: 'colour: origin' }).click();
  await page.getByRole('menuitemradio', { name: 'package' }).click();
  await expect(legend).toContainText('other modules');
  await page.getByRole('button', { name: 'Bottom up' }).click();
  await graph(page).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(graph(page)).toHaveAccessibleDescription(/hub\.newEntry, 24\.0 MB/);
  await expect.poll(() => [link(page).get('shape'), link(page).get('colour')]).toEqual(['bottomup', 'package']);
});

test('the legend hides an origin', async ({ page, open }) => {
  await show(page, open, [heap(5)]);
  await page
    .getByRole('list', { name: 'Legend' })
    .getByRole('button', { name: /^Go runtime/ })
    .click();
  await expect(chip(page, 'hide origin Go runtime')).toBeVisible();
  await page.getByRole('button', { name: 'Remove hide origin Go runtime' }).click();
  await expect(page.getByText('hide origin')).toHaveCount(0);
});

test('Ctrl and the wheel zoom at the pointer, dragging moves the picture', async ({ page, open }) => {
  await show(page, open, [heap(5)]);
  const box = (await graph(page).boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const y = box.y + ON_SERVE.y;
  const end = box.x + box.width - 10;
  const tip = page.getByRole('tooltip');
  await page.mouse.move(end, y);
  await expect(tip).toBeVisible();
  await expect(tip).not.toContainText('conn');
  await page.mouse.move(box.x + 20, y);
  await page.keyboard.down('Control');
  for (let i = 0; i < 6; i++) await page.mouse.wheel(0, -120);
  await page.keyboard.up('Control');
  await page.mouse.move(end, y, { steps: 2 });
  await expect(tip).toContainText('net/http.(*conn).serve');
  for (let i = 0; i < 12; i++) {
    await page.mouse.move(end, y);
    await page.mouse.down();
    await page.mouse.move(box.x + 20, y, { steps: 3 });
    await page.mouse.up();
  }
  await page.mouse.move(end, y, { steps: 2 });
  await expect(tip).toBeVisible();
  await expect(tip).not.toContainText('conn');
});
