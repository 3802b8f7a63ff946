import { closeSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { dropFiles, expect, fixture, painted, prependToWorkers, test } from './helpers.ts';
import { graph, heap, scratch, show, sourceRow, tab } from './page.ts';

const report = (name: string) => fixture(`edge/${name}`);

test.describe('import report', { tag: '@core' }, () => {
  test('only unreadable files: the report says what they are and what to do', async ({ page, open }) => {
    await open();
    await dropFiles(page, [report('not-a-profile-html.pb.gz'), report('elf-header-only.bin')]);
    await expect(page.getByRole('heading', { name: 'not-a-profile-html.pb.gz was not opened' })).toBeVisible();
    await expect(page.getByRole('main')).toContainText('HTML page, perhaps an error page');
    await expect(page.getByRole('heading', { name: 'elf-header-only.bin was not opened' })).toBeVisible();
    const card = page.locator('section').filter({ hasText: 'elf-header-only.bin was not opened' });
    await card.getByRole('button', { name: 'Remove' }).click();
    await expect(card).toHaveCount(0);
  });

  test('a file cut short: what could be read is open, with a banner, the byte and the report', async ({
    page,
    open,
  }) => {
    await show(page, open, [report('truncated-gzip.pb.gz')]);
    const banner = page
      .getByRole('main')
      .getByText(/truncated-gzip\.pb\.gz/)
      .first();
    await expect(banner).toBeVisible();
    await page.getByRole('button', { name: 'See report' }).click();
    await expect(page.getByRole('heading', { name: 'truncated-gzip.pb.gz was read in part' })).toBeVisible();
    await expect(page.getByRole('main')).toContainText(/\(byte [\d\s]+\)/);
    await expect(tab(page, 'Import report')).toContainText('1');
  });
});

test('harmless oddities are skipped, not failed', async ({ page, open }) => {
  await show(page, open, [report('trailing-garbage-after-gzip.pb.gz')]);
  await tab(page, 'Import report').click();
  await expect(page.getByRole('heading', { name: /was read fully$/ })).toBeVisible();
  await expect(page.getByRole('columnheader', { name: 'skipped because' })).toBeVisible();
});

test('the report as Markdown', async ({ page, open, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await show(page, open, [heap(1), report('random-4k.bin')]);
  await tab(page, 'Import report').click();
  await page.getByRole('button', { name: 'Copy as Markdown' }).click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).toContain('heap-01.pb.gz');
  expect(text).toContain('random-4k.bin');
});

test('figures beyond 2^53 are exact', async ({ page, open }) => {
  await show(page, open, [report('above-2-53.pb.gz')]);
  await expect(sourceRow(page, 'above-2-53')).toContainText('8.00 PB');
  await sourceRow(page, 'above-2-53')
    .getByRole('button', { name: /^Actions for/ })
    .click();
  await page.getByRole('menuitem', { name: 'Details' }).click();
  await expect(page.getByTitle('9007199254740995 bytes')).toBeVisible();
});

test.describe('a decompression bomb', () => {
  test('is stopped with a message, and read on when asked', async ({ page, open }) => {
    const limit = 4_000_000;
    // The limit of the page is 4 GiB: lowered on the way into the worker, so that the test need not inflate that much.
    await prependToWorkers(
      page,
      `addEventListener('message', (event) => {
        for (const argument of event.data?.argumentList ?? []) {
          if (argument.value?.maxRawBytes === ${2 ** 32}) argument.value.maxRawBytes = ${limit};
        }
      });`,
    );
    const file = scratch('bomb.folded.gz');
    writeFileSync(file, gzipSync('main;work;leak 1\n'.repeat(1_000_000)));
    await show(page, open, [heap(1)]);
    await dropFiles(page, [file]);
    await tab(page, 'Import report').click();
    await page.getByRole('button', { name: 'bomb.folded.gz' }).first().click();
    await expect(page.getByRole('main')).toContainText(/More than 4\s?000\s?000 bytes after decompression/);
    await page.getByRole('button', { name: 'Read on without the limit' }).click();
    await expect(page.getByRole('heading', { name: 'bomb.folded.gz was read fully' })).toBeVisible();
    await expect(page.getByRole('main')).toContainText(/1\s?000\s?000 records are open/);
    await expect(sourceRow(page, 'heap-01')).toHaveCount(1);
  });
});

/** A file whose reading takes long enough to be stopped: folded stacks, no two alike. */
function bigInput(name: string): string {
  const file = scratch(name);
  const out = openSync(file, 'w');
  for (let part = 0; part < 60; part++) {
    const lines: string[] = [];
    for (let i = 0; i < 20_000; i++)
      lines.push(`main;server.handle;worker_${part}_${i % 997};call_${i};leaf_${part}_${i} 1`);
    writeSync(out, `${lines.join('\n')}\n`);
  }
  closeSync(out);
  return file;
}

test.describe('cancel', () => {
  test.afterEach(() => rmSync(scratch('big.folded'), { force: true }));

  test('the first file: back to a page that says so', async ({ page, open }) => {
    const file = bigInput('big.folded');
    await open();
    await dropFiles(page, [file]);
    await page.getByRole('button', { name: /^Cancel/ }).click();
    await expect(page.getByText('1 cancelled')).toBeVisible();
    await dropFiles(page, [heap(1)]);
    await painted(page, 1);
    await expect(graph(page)).toBeVisible();
  });

  test('a later file: what is open stays as it was', async ({ page, open }) => {
    const file = bigInput('big.folded');
    await show(page, open, [heap(1)]);
    await dropFiles(page, [file]);
    await page.getByRole('button', { name: 'Cancel reading big.folded' }).click();
    await expect(sourceRow(page, 'big.folded')).toContainText('cancelled');
    await expect(graph(page)).toHaveAccessibleName('Flame graph of inuse_space');
    await page.getByRole('button', { name: 'Remove big.folded' }).click();
    await expect(sourceRow(page, 'big.folded')).toHaveCount(0);
  });
});
