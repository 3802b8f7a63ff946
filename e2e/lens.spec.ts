import { dropFiles, expect, painted, test } from './helpers.ts';
import { CPU, chip, graph, heap, lensBar, link, NEW_ENTRY, row, show, tab } from './page.ts';

const FOOTER = /^\d+( of \d+)? call paths/;

test.describe('lens', { tag: '@core' }, () => {
  test('a filter: added, edited, switched off, removed', async ({ page, open }) => {
    await show(page, open, [heap(5)]);
    const facts = page.getByText(FOOTER);
    await expect(facts).toHaveText(/^31 call paths/);
    await page.getByRole('button', { name: 'Add filter' }).click();
    const field = page.getByRole('combobox', { name: 'Add filter' });
    await field.pressSequentially('foc');
    await expect(page.getByRole('option', { name: /^focus/ })).toBeVisible();
    await page.keyboard.press('Tab');
    await expect(field).toHaveValue('focus ');
    await field.pressSequentially('hub\\.Pin');
    await page.keyboard.press('Enter');
    await expect(chip(page, 'focus hub\\.Pin')).toBeVisible();
    await expect(facts).toHaveText(/^\d of 31 call paths/);
    const pinned = await facts.textContent();

    await chip(page, 'focus hub\\.Pin').click();
    await field.fill('ignore hub\\.Pin');
    await page.keyboard.press('Enter');
    await expect(chip(page, 'ignore hub\\.Pin')).toBeVisible();
    await expect(facts).not.toHaveText(pinned ?? '');
    await expect(facts).toHaveText(/^\d\d of 31 call paths/);

    await chip(page, 'ignore hub\\.Pin').click({ modifiers: ['Alt'] });
    await expect(facts).toHaveText(/^31 call paths/);
    await expect(chip(page, 'ignore hub\\.Pin')).toHaveAttribute('aria-pressed', 'false');
    await chip(page, 'ignore hub\\.Pin').click({ modifiers: ['Alt'] });
    await expect(facts).toHaveText(/^\d\d of 31 call paths/);

    await page.getByRole('button', { name: 'Remove ignore hub\\.Pin' }).click();
    await expect(facts).toHaveText(/^31 call paths/);
    await expect(chip(page, 'ignore hub\\.Pin')).toHaveCount(0);
  });

  test('an invalid regex is said beside the field, the last valid filter stays on', async ({ page, open }) => {
    await show(page, open, [heap(5)]);
    const facts = page.getByText(FOOTER);
    await page.getByRole('button', { name: 'Add filter' }).click();
    const field = page.getByRole('combobox', { name: 'Add filter' });
    await field.fill('focus hub');
    await expect(facts).toHaveText(/^\d+ of 31 call paths/);
    const valid = (await facts.textContent()) ?? '';
    await field.pressSequentially('.(');
    await expect(lensBar(page).getByText(/The last valid filter stays on\.$/)).toBeVisible();
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(facts).toHaveText(valid);
    await field.fill('focus hub.(Pin)');
    await expect(field).not.toHaveAttribute('aria-invalid', 'true');
    await page.keyboard.press('Enter');
    await expect(chip(page, 'focus hub.(Pin)')).toBeVisible();
  });

  test('nothing passes: it says which filter and offers a way out', async ({ page, open }) => {
    await show(page, open, [heap(5)]);
    await page.getByRole('button', { name: 'Add filter' }).click();
    await page.keyboard.type('focus nobody_has_this');
    await page.keyboard.press('Enter');
    await expect(page.getByText('No path passes this lens')).toBeVisible();
    await page.getByRole('button', { name: 'Remove last filter' }).click();
    await expect(page.getByText(FOOTER)).toHaveText(/^31 call paths/);
  });

  test('undo and redo by buttons, keys and the browser itself', async ({ page, open }) => {
    await show(page, open, [heap(5)]);
    const undo = page.getByRole('button', { name: 'Undo' });
    const redo = page.getByRole('button', { name: 'Redo' });
    const pressed = (name: string) => page.getByRole('button', { name, exact: true, pressed: true });
    await expect(undo).toBeDisabled();
    await page.getByRole('button', { name: 'inuse_objects' }).click();
    await page.getByRole('button', { name: 'alloc_space' }).click();
    await undo.click();
    await expect(pressed('inuse_objects')).toBeVisible();
    await undo.click();
    await expect(pressed('inuse_space')).toBeVisible();
    await expect(undo).toBeDisabled();
    await redo.click();
    await expect(pressed('inuse_objects')).toBeVisible();
    await page.keyboard.press('Control+Shift+z');
    await expect(pressed('alloc_space')).toBeVisible();
    await expect(redo).toBeDisabled();
    await page.goBack();
    await expect(pressed('inuse_objects')).toBeVisible();
    await page.goForward();
    await expect(pressed('alloc_space')).toBeVisible();
    await page.keyboard.press('Control+z');
    await expect(pressed('inuse_objects')).toBeVisible();
  });

  test('after a reload the link asks for its files and restores the lens', async ({ page, open }) => {
    await show(page, open, [heap(1), heap(7)]);
    await page.getByRole('button', { name: 'alloc_space' }).click();
    await page.getByRole('button', { name: 'Envelope' }).click();
    await page.getByRole('button', { name: 'Add filter' }).click();
    await page.keyboard.type('focus hub');
    await page.keyboard.press('Enter');
    await expect(chip(page, 'focus hub')).toBeVisible();
    await page.getByRole('button', { name: 'Swap base and after' }).click();
    await expect(page.getByRole('button', { name: 'base: heap-07.pb.gz' })).toBeVisible();
    const before = link(page).toString();
    await page.reload();
    await expect(page.getByText('This link needs heap-01.pb.gz, heap-07.pb.gz.')).toBeVisible();
    await dropFiles(page, [heap(7)]);
    await dropFiles(page, [heap(1)]);
    await expect(page.getByRole('button', { name: 'base: heap-07.pb.gz' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Envelope', pressed: true })).toBeVisible();
    await expect(page.getByRole('button', { name: 'alloc_space', pressed: true })).toBeVisible();
    await expect(chip(page, 'focus hub')).toBeVisible();
    await expect(graph(page)).toHaveAccessibleName('Comparison of alloc_space: Envelope');
    const files = (text: string) => {
      const params = new URLSearchParams(text);
      params.delete('files');
      return params.toString();
    };
    expect(files(link(page).toString())).toBe(files(before));
  });
});

test('sample types, also the one behind the last segment', async ({ page, open }) => {
  await show(page, open, [heap(5)]);
  await expect(graph(page)).toHaveAccessibleName('Flame graph of inuse_space');
  await page.getByRole('button', { name: 'More sample types' }).click();
  await page.getByRole('menuitemradio', { name: /^alloc_objects/ }).click();
  await expect(graph(page)).toHaveAccessibleName('Flame graph of alloc_objects');
  await expect(page.getByRole('button', { name: 'More sample types' })).toHaveText('alloc_objects');
  await graph(page).focus();
  await page.keyboard.press('ArrowDown');
  await expect(graph(page)).toHaveAccessibleDescription(/^All alloc_objects, \d/);
});

test('options: granularity, unit, percentages, labels as root', async ({ page, open }) => {
  await show(page, open, [CPU]);
  await tab(page, 'Table').click();
  const options = page.getByRole('dialog', { name: 'Options' });
  await lensBar(page).getByRole('button', { name: 'Options' }).click();
  await options.getByRole('button', { name: /^One box per/ }).click();
  await page.getByRole('menuitemradio', { name: /^Package/ }).click();
  await expect(row(page, 'runtime').getByRole('gridcell').first()).toHaveText(/^6\d\d\sms$/);
  await options.getByRole('button', { name: /^Unit/ }).click();
  await page.getByRole('menuitemradio', { name: 's', exact: true }).click();
  await expect(row(page, 'runtime').getByRole('gridcell').first()).toHaveText(/^0\.6\d*\ss$/);
  await options.getByRole('textbox', { name: 'Labels as root' }).fill('tenant');
  await page.keyboard.press('Enter');
  await expect(chip(page, 'tagroot tenant')).toBeVisible();
  await options.getByRole('button', { name: 'Reset options' }).click();
  await expect(chip(page, 'tagroot tenant')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(options).toHaveCount(0);
  await expect(row(page, 'runtime.cgocall').getByRole('gridcell').first()).toHaveText('640 ms');
});

test('inlined functions can be folded into their callers', async ({ page, open }) => {
  await show(page, open, [heap(5)]);
  await tab(page, 'Table').click();
  await expect(row(page, NEW_ENTRY)).toBeVisible();
  await lensBar(page).getByRole('button', { name: 'Options' }).click();
  await page.getByRole('checkbox', { name: 'Inlined functions' }).uncheck();
  await expect(row(page, NEW_ENTRY)).toHaveCount(0);
  await expect(row(page, 'example.com/cgoleak/internal/hub.CacheAdd').getByRole('gridcell').first()).toHaveText(
    '24.5 MB',
  );
});

test('a filter from the keys of a selection', async ({ page, open }) => {
  await show(page, open, [heap(5)]);
  await graph(page).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('m');
  await expect(lensBar(page).getByRole('button', { name: /^hide .*conn/ })).toBeVisible();
  await painted(page);
  await graph(page).focus();
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(graph(page)).toHaveAccessibleDescription(/^net\/http\.serverHandler\.ServeHTTP, /);
});
