import { dropFiles, expect, fixture, painted, test } from './helpers.ts';
import { chip, details, graph, lensBar, row, show, sources, tab } from './page.ts';

const HEAP = fixture('seam/joint-libbpf.t4.heap.pb.gz');
const MEMLEAK = fixture('native/memleak.txt.gz');
const MALLOCS = fixture('seam/perf-script-malloc-dwarf-during-go-trace.txt.gz');
const TRACE = fixture('seam/go-execution-trace.out.gz');

test.describe('Go meets C', () => {
  test('a heap profile and a memleak report are one tree, C under Go, with how sure that is', async ({
    page,
    open,
  }) => {
    await show(page, open, [HEAP, MEMLEAK]);
    const bar = page.getByRole('region', { name: 'seam joined' });
    await expect(bar.getByRole('button', { name: /exact/ })).toContainText('3.00 MB');
    await expect(bar.getByRole('button', { name: /unknown/ })).toContainText('1.42 MB');
    await expect(sources(page).getByRole('listitem').filter({ hasText: 'C heap' })).toContainText('4.42 MB');

    await tab(page, 'Table').click();
    await page.getByRole('textbox', { name: 'Filter rows' }).fill('leaky_record_event');
    const record = row(page, 'leaky_record_event');
    await expect(record).toContainText('exact');
    await record.click();
    await expect(details(page)).toContainText('Joined to Go by');
    await expect(details(page)).toContainText('One stack holds both sides');
    // Every caller of the C function is its wrapper, and that stands under Go.
    await expect(details(page)).toContainText('leaky._Cfunc_leaky_record_event');
  });

  test('layers are taken out and brought back, and can be the first thing the tree tells apart', async ({
    page,
    open,
  }) => {
    await show(page, open, [HEAP, MEMLEAK]);
    await page.getByRole('checkbox', { name: 'Show C heap' }).click();
    await expect(chip(page, 'tagignore layer=^c-heap$')).toBeVisible();
    await tab(page, 'Table').click();
    await expect(row(page, 'leaky_xmalloc')).toHaveCount(0);
    await page.getByRole('checkbox', { name: 'Show C heap' }).click();
    await expect(row(page, 'leaky_xmalloc')).toHaveCount(1);
    await page.getByRole('checkbox', { name: 'Group by layer' }).click();
    await page.getByRole('textbox', { name: 'Filter rows' }).fill('-heap');
    await expect(row(page, 'go-heap')).toHaveCount(1);
    await expect(row(page, 'c-heap')).toHaveCount(1);
  });

  test('a memleak report dropped beside an open heap joins it; one step back leaves the heap alone', async ({
    page,
    open,
  }) => {
    await show(page, open, [HEAP]);
    await dropFiles(page, [MEMLEAK]);
    await painted(page, 2);
    await expect(lensBar(page)).toContainText('All known bytes');
    await page.goBack();
    await expect(lensBar(page)).not.toContainText('All known bytes');
    await expect(graph(page)).toBeVisible();
  });

  test('an execution trace tells the Go callers of what perf saw', async ({ page, open }) => {
    await show(page, open, [MALLOCS, TRACE]);
    await expect(
      page.getByRole('region', { name: 'seam joined' }).getByRole('button', { name: /exact/ }),
    ).toHaveAttribute('title', /execution trace/);
  });
});
