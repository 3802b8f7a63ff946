import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Profile } from 'pprof-format';
import { groupDigits } from '../src/base/units.ts';
import { dropFiles, expect, fixture, painted, test } from './helpers.ts';
import {
  bytes,
  dropOnZone,
  graph,
  grid,
  heap,
  link,
  NEW_ENTRY,
  pasteText,
  row,
  scratch,
  show,
  sourceRow,
  tab,
} from './page.ts';

test.describe('files come in', { tag: '@core' }, () => {
  test('one heap profile: a flame graph of everything in it', async ({ page, open }) => {
    await show(page, open, [heap(5)]);
    await expect(tab(page, 'Flame graph')).toHaveAttribute('aria-selected', 'true');
    await graph(page).focus();
    await page.keyboard.press('ArrowDown');
    await expect(graph(page)).toHaveAccessibleDescription('All inuse_space, 38.7 MB, everything');
  });

  test('two of a kind: a comparison, the older one is base, figures as pprof gives them', async ({ page, open }) => {
    await show(page, open, [heap(7), heap(1)]);
    await expect(tab(page, 'Compare')).toHaveAttribute('aria-selected', 'true');
    await expect(page.getByRole('button', { name: 'base: heap-01.pb.gz' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'after: heap-07.pb.gz' })).toBeVisible();
    const grown = row(page, NEW_ENTRY);
    await expect(grown.getByTitle(bytes(2_624_000))).toBeVisible();
    await expect(grown.getByTitle(bytes(31_487_049))).toBeVisible();
    await expect(grown.getByTitle(bytes(28_863_049))).toHaveText('▲ 27.5 MB');
  });

  test('a folder: a series, first against last', async ({ page, open }) => {
    await show(page, open, [fixture('series')]);
    await expect(page.getByRole('button', { name: 'base: heap-00.pb.gz' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'after: heap-05.pb.gz' })).toBeVisible();
    await expect(sourceRow(page, 'heap-0')).toHaveCount(4);
  });

  test('more files later: they are added, the picture stays', async ({ page, open }) => {
    await show(page, open, [heap(1)]);
    const before = link(page).toString();
    await dropFiles(page, [heap(5)]);
    const toast = page.getByRole('status').filter({ hasText: 'heap-05.pb.gz added.' });
    await expect(toast).toBeVisible();
    await expect(sourceRow(page, 'heap-0')).toHaveCount(2);
    expect(link(page).toString()).toBe(before);
    await toast.getByRole('button', { name: 'Compare with heap-01.pb.gz' }).click();
    await expect(tab(page, 'Compare')).toHaveAttribute('aria-selected', 'true');
    await expect(page.getByRole('button', { name: 'after: heap-05.pb.gz' })).toBeVisible();
  });

  test('pasted text', async ({ page, open }) => {
    await open();
    await pasteText(page, 'main;work;leak 30\nmain;work 12\n');
    await painted(page);
    await tab(page, 'Table').click();
    await expect(row(page, 'leak').getByRole('gridcell').first()).toHaveText('30');
    await expect(grid(page)).toHaveAttribute('aria-rowcount', '4');
  });

  test('a bad file beside a good one: nothing is lost', async ({ page, open }) => {
    await show(page, open, [heap(5), fixture('edge/random-4k.bin')]);
    await expect(tab(page, 'Flame graph')).toHaveAttribute('aria-selected', 'true');
    await expect(sourceRow(page, 'heap-05')).toHaveCount(1);
    await expect(sourceRow(page, 'random-4k.bin')).toContainText('not opened');
    await tab(page, 'Import report').click();
    await expect(page.getByRole('heading', { name: 'random-4k.bin was not opened' })).toBeVisible();
    await expect(page.getByRole('heading', { name: 'heap-05.pb.gz was read fully' })).toBeVisible();
  });
});

test('the same file again is not opened twice', async ({ page, open }) => {
  await show(page, open, [heap(1)]);
  await dropFiles(page, [heap(1)]);
  await expect(page.getByText('heap-01.pb.gz is open already.')).toBeVisible();
  await expect(sourceRow(page, 'heap-01')).toHaveCount(1);
});

for (const zone of ['base', 'after'] as const) {
  test(`the drop zone of ${zone}`, async ({ page, open }) => {
    await show(page, open, [heap(3)]);
    await dropOnZone(page, [heap(5)], zone);
    await expect(tab(page, 'Compare')).toHaveAttribute('aria-selected', 'true');
    await expect(page.getByRole('button', { name: `${zone}: heap-05.pb.gz` })).toBeVisible();
    await expect(
      page.getByRole('button', { name: `${zone === 'base' ? 'after' : 'base'}: heap-03.pb.gz` }),
    ).toBeVisible();
  });
}

test('files and a folder through the dialogs of the browser', async ({ page, open }) => {
  await open();
  const files = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open files…' }).click();
  await (await files).setFiles([heap(0)]);
  await painted(page);
  await expect(sourceRow(page, 'heap-00.pb.gz')).toHaveCount(1);
  await page.reload();
  const folder = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open folder…' }).click();
  await (await folder).setFiles(fixture('series'));
  await painted(page);
  await expect(sourceRow(page, 'heap-0')).toHaveCount(4);
});

test('Ctrl O asks for files', async ({ page, open }) => {
  await open();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const files = page.waitForEvent('filechooser');
  await page.keyboard.press('Control+o');
  await (await files).setFiles([heap(0)]);
  await painted(page);
});

test('a comparison that pprof wrote with -diff_base opens as one', async ({ page, open }) => {
  const before = Profile.decode(gunzipSync(readFileSync(heap(1))));
  const base = before.stringTable.dedup('pprof::base');
  const yes = before.stringTable.dedup('true');
  for (const sample of before.sample) {
    sample.value = sample.value.map((v) => BigInt.asUintN(64, -BigInt(v)));
    const label = Object.create(Object.getPrototypeOf(sample.label[0] ?? {}));
    sample.label = [...sample.label, Object.assign(label, { key: base, str: yes, num: 0, numUnit: 0 })];
  }
  const file = scratch('diff.pb.gz');
  // A base of one snapshot, and twice the same as what came after.
  const after = Profile.decode(gunzipSync(readFileSync(heap(1))));
  before.sample = [...before.sample, ...after.sample, ...after.sample];
  writeFileSync(file, gzipSync(before.encode()));
  await show(page, open, [file]);
  await expect(tab(page, 'Compare')).toHaveAttribute('aria-selected', 'true');
  const grown = row(page, NEW_ENTRY);
  await expect(grown.getByTitle(bytes(5_248_000))).toBeVisible();
  await expect(grown.getByTitle(bytes(2_624_000))).toHaveCount(2);
});

test('goroutines of debug=2, with their states as labels', async ({ page, open }) => {
  const file = scratch('goroutines.txt');
  writeFileSync(
    file,
    gunzipSync(readFileSync(new URL('../src/formats/goroutine-dump/fixtures/go1.24.txt.gz', import.meta.url))),
  );
  await show(page, open, [file]);
  await graph(page).focus();
  await page.keyboard.press('ArrowDown');
  await expect(graph(page)).toHaveAccessibleDescription(`All goroutine, ${groupDigits(2005)}, everything`);
  await tab(page, 'Labels').click();
  await expect(page.getByRole('button', { name: /^select\s*1.?202/ })).toBeVisible();
});

test('an example of the page itself', async ({ page, open }) => {
  await open();
  await page.getByRole('button', { name: /Two heap snapshots/ }).click();
  await painted(page);
  await expect(tab(page, 'Compare')).toHaveAttribute('aria-selected', 'true');
});

test('recent files are kept on request only, and open again', async ({ page, open }) => {
  await show(page, open, [heap(1)]);
  await page.reload();
  await expect(page.getByRole('button', { name: /heap-01/ })).toHaveCount(0);
  await page.getByRole('checkbox', { name: 'Keep opened files in this browser' }).check();
  await dropFiles(page, [heap(1)]);
  await painted(page);
  await page.reload();
  await page
    .getByRole('button', { name: /heap-01\.pb\.gz/ })
    .first()
    .click();
  await painted(page);
  await expect(sourceRow(page, 'heap-01')).toHaveCount(1);
});

test('a folder with hidden files and folders inside', async ({ page, open }) => {
  const folder = scratch('captures');
  mkdirSync(`${folder}/deep/deeper`, { recursive: true });
  writeFileSync(`${folder}/deep/deeper/heap.pb.gz`, readFileSync(heap(1)));
  writeFileSync(`${folder}/.DS_Store`, 'nothing');
  await show(page, open, [folder]);
  await expect(sourceRow(page, '')).toHaveCount(1);
  await expect(sourceRow(page, 'heap.pb.gz')).toHaveCount(1);
});
