import AxeBuilder from '@axe-core/playwright';
import { expect, prependToWorkers, test } from './helpers.ts';
import { details, graph, heap, link, show, tab } from './page.ts';

const LEAK = 'main.leakOnce';

test('call graph: zoom, pan, select, walk along edges, focus, save', { tag: '@core' }, async ({ page, open }) => {
  await show(page, open, [heap(5)]);
  await tab(page, 'Call graph').click();
  const node = graph(page).getByRole('button', { name: new RegExp(`^${LEAK.replace('.', '\\.')},`) });
  await expect(node).toBeVisible();
  expect(await graph(page).getByRole('button').count()).toBeLessThanOrEqual(80);
  const content = graph(page).locator(':scope > g');
  await page.getByRole('button', { name: 'Fit', exact: true }).click();
  const fitted = await content.getAttribute('transform');

  await graph(page).hover({ position: { x: 5, y: 5 } });
  await page.mouse.wheel(0, -240);
  await expect(content).not.toHaveAttribute('transform', fitted ?? '');
  const zoomed = await content.getAttribute('transform');
  const box = await graph(page).boundingBox();
  const at = { x: (box?.x ?? 0) + 8, y: (box?.y ?? 0) + 8 };
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  await page.mouse.move(at.x + 60, at.y + 40);
  await page.mouse.up();
  await expect(content).not.toHaveAttribute('transform', zoomed ?? '');
  await page.getByRole('button', { name: 'Fit', exact: true }).click();
  await expect(content).toHaveAttribute('transform', fitted ?? '');

  await node.click();
  await expect(node).toHaveAttribute('aria-pressed', 'true');
  await expect(details(page).getByRole('heading', { name: LEAK })).toBeVisible();
  await node.press('ArrowDown');
  await expect(node).not.toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(node).toBeFocused();
  const audit = await new AxeBuilder({ page }).analyze();
  expect(audit.violations.map((v) => `${v.id}: ${v.nodes[0]?.html ?? ''}`)).toEqual([]);

  for (const [item, name] of [
    ['SVG picture', 'call-graph.svg'],
    ['PNG picture', 'call-graph.png'],
    ['DOT for Graphviz', 'call-graph.dot'],
  ] as const) {
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const saving = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: item }).click();
    expect((await saving).suggestedFilename()).toBe(name);
  }

  await node.dblclick();
  await expect.poll(() => link(page).toString()).toContain('leakOnce');
  await expect(node).toBeVisible();
  expect(link(page).get('view')).toBe('graph');
});

test('call graph of a comparison is coloured by change', async ({ page, open }) => {
  await show(page, open, [heap(0), heap(7)]);
  await tab(page, 'Call graph').click();
  await expect(graph(page).getByRole('button', { name: /▲/ }).first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'colour: change' })).toBeVisible();
});

test('call graph of a comparison, side by side: same places, one zoom, one selection', async ({ page, open }) => {
  await show(page, open, [heap(0), heap(7)]);
  await tab(page, 'Call graph').click();
  await page.getByRole('button', { name: 'side by side' }).click();
  const base = page.getByRole('application', { name: /base$/ });
  const after = page.getByRole('application', { name: /after$/ });
  await expect(base).toBeVisible();
  const names = (pane: typeof base) => pane.locator('[data-node] > title').allTextContents();
  expect(await names(base)).toEqual(await names(after));
  const places = (pane: typeof base) =>
    pane.locator('[data-node]').evaluateAll((nodes) => nodes.map((n) => n.getAttribute('transform')));
  expect(await places(base)).toEqual(await places(after));

  const content = (pane: typeof base) => pane.locator(':scope > g');
  const before = await content(base).getAttribute('transform');
  await after.hover({ position: { x: 5, y: 5 } });
  await page.mouse.wheel(0, -240);
  await expect(content(base)).not.toHaveAttribute('transform', before ?? '');
  expect(await content(base).getAttribute('transform')).toBe(await content(after).getAttribute('transform'));

  await page.getByRole('button', { name: 'Fit', exact: true }).click();
  const inAfter = after.getByRole('button', { name: /^main\.leakOnce, self and total: 49\.0 MB/ });
  const inBase = base.getByRole('button', { name: /^main\.leakOnce, self and total: 0 B/ });
  await inAfter.click();
  await expect(inAfter).toHaveAttribute('aria-pressed', 'true');
  await expect(inBase).toHaveAttribute('aria-pressed', 'true');
  expect(link(page).toString()).toContain('side');
  await page.getByRole('button', { name: 'one graph' }).click();
  await expect(graph(page).getByRole('button', { name: /▲/ }).first()).toBeVisible();
});

test('a browser without WebAssembly says so, and still saves DOT', async ({ page, open }) => {
  await prependToWorkers(page, 'delete self.WebAssembly;');
  await show(page, open, [heap(5)]);
  await tab(page, 'Call graph').click();
  await expect(page.getByRole('alert')).toContainText('WebAssembly');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const saving = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'DOT for Graphviz' }).click();
  expect((await saving).suggestedFilename()).toBe('call-graph.dot');
  await page.getByRole('button', { name: 'Open the flame graph' }).click();
  await expect(page.locator('canvas').first()).toBeVisible();
});

test('a layout that takes long says so and can be stopped and tried again', async ({ page, open }) => {
  const slowly = `for (const name of ['instantiate', 'compile', 'instantiateStreaming']) {
    const real = WebAssembly[name];
    WebAssembly[name] = (...args) => new Promise((done) => setTimeout(() => done(real(...args)), 3000));
  }`;
  await prependToWorkers(page, slowly);
  await show(page, open, [heap(5)]);
  await tab(page, 'Call graph').click();
  const waiting = page.getByRole('status').filter({ hasText: /^Placing \d+ functions/ });
  await waiting.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('The layout was stopped')).toBeVisible();
  await page.getByRole('button', { name: 'Place them again' }).click();
  await expect(graph(page).getByRole('button').first()).toBeVisible();
  await expect(waiting).toHaveCount(0);
});
