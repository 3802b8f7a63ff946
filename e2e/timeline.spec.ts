import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { dropFiles, expect, fixture, painted, test } from './helpers.ts';
import { grid, heap, lensBar, link, scratch, sourceRow, sources, tab } from './page.ts';

const formats = join(import.meta.dirname, '..', 'src', 'formats');
/** 153 cycles, 7 of them forced; the longest pause is 137 ms. */
const LOG = join(formats, 'gctrace', 'fixtures', 'go1.24-plain.log.gz');
const MINI = join(formats, 'go-trace', 'fixtures', 'go1.24.mini.trace.gz');
const TRACE = fixture('seam/go-execution-trace.out.gz');
const PERF = fixture('seam/perf-script-malloc-dwarf-during-go-trace.txt.gz');
/** unix ms of the first of the heap snapshots, 1 … 7. */
const FIRST_HEAP = 1_795_225_191_208;

const tracks = (page: Page): Locator => page.getByRole('application', { name: 'Timeline' });
const track = (page: Page, name: RegExp): Locator => tracks(page).getByRole('group', { name }).first();
const pane = (page: Page): Locator => page.getByRole('region', { name: 'Below the tracks' });
const report = (page: Page, name: string): Locator =>
  pane(page)
    .locator('section section')
    .filter({ has: page.getByRole('heading', { name }) });
const strip = (page: Page): Locator => page.getByRole('region', { name: 'Timeline strip' });

/** Drags over the plot of an element, from one share of its width to another. */
async function dragOver(page: Page, target: Locator, from: number, to: number, left = 200): Promise<void> {
  const box = await target.boundingBox();
  if (box === null) throw new Error('nothing to drag over');
  const x = (share: number) => box.x + left + share * (box.width - left - 14);
  const y = box.y + box.height / 2;
  await page.mouse.move(x(from), y);
  await page.mouse.down();
  await page.mouse.move(x((from + to) / 2), y);
  await page.mouse.move(x(to), y);
  await page.mouse.up();
}

/** A log of docker with a cycle every second from 5 s before the first heap snapshot on. */
function dockerLog(): string {
  const path = scratch('docker.log');
  const lines = Array.from({ length: 30 }, (_, i) => {
    const text = `gc ${i + 1} @${i}.000s 1%: 0.018+1.3+0.076 ms clock, 0.036+0.35/1.2/3.0+0.15 ms cpu, ${i + 4}->${i + 5}->${i + 2} MB, ${i + 6} MB goal, 0 MB stacks, 0 MB globals, 2 P\n`;
    const time = new Date(FIRST_HEAP - 5000 + i * 1000 + 2).toISOString();
    return JSON.stringify({ log: text, stream: 'stderr', time });
  });
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

/** The largest full value that a cell of the table has as its title. */
function largest(page: Page): Promise<number> {
  return grid(page)
    .locator('[role=gridcell][title]')
    .evaluateAll((cells) =>
      cells.reduce((most, cell) => {
        const figure = /^([\d\s]+) \S+$/.exec(cell.getAttribute('title') ?? '');
        return Math.max(most, Number((figure?.[1] ?? '0').replace(/\s/g, '')));
      }, 0),
    );
}

async function audit(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map((v) => `${v.id}: ${v.nodes[0]?.html ?? ''}`);
}

test.describe('what has times', { tag: '@core' }, () => {
  test('a gctrace log opens as the timeline, with the report of the collector', async ({ page, open }) => {
    await open();
    await dropFiles(page, [LOG]);
    await painted(page);
    await expect(tab(page, 'Timeline')).toHaveAttribute('aria-selected', 'true');
    await expect(track(page, /^GC pauses, 153 cycles, 7 forced/)).toBeVisible();
    await expect(track(page, /^Live heap after GC/)).toBeVisible();
    await expect(sourceRow(page, 'go1.24-plain.log.gz')).toContainText('153 GC');
    const block = report(page, 'go1.24-plain.log.gz');
    await expect(block).toContainText('Pauses, lower bound');
    await expect(block.getByRole('row').filter({ hasText: 'all of GC' })).toContainText(/306.*137\sms/);
    await expect(strip(page)).toHaveCount(0);
    expect(link(page).get('view')).toBe('timeline');
  });

  test('a trace and perf lie on one axis, each with its method and error', async ({ page, open }) => {
    await open();
    await dropFiles(page, [TRACE, PERF]);
    await painted(page);
    await tab(page, 'Timeline').click();
    await expect(track(page, /^Samples per thread, 2\s955 samples/)).toBeVisible();
    await lensBar(page).getByRole('button', { name: 'Align…' }).click();
    const row = (name: RegExp) => pane(page).getByRole('row').filter({ hasText: name });
    await expect(row(/^go-execution-trace.out.gzmonotonic/)).toContainText('reference of the axis');
    await expect(row(/^perf-script/)).toContainText(/perf clock.*activity of threads · ± 50\.0\sus/);
  });

  test('a range that is drawn on the strip narrows what the view counts', async ({ page, open }) => {
    await open();
    await dropFiles(page, [TRACE, PERF]);
    await painted(page);
    await sources(page)
      .getByRole('button', { name: 'perf-script-malloc-dwarf-during-go-trace.txt.gz', exact: true })
      .click();
    await tab(page, 'Table').click();
    const all = await largest(page);
    expect(all).toBeGreaterThan(0);
    await dragOver(page, strip(page), 0.4, 0.5, 262);
    await expect(lensBar(page).getByText(/^\d\.\d+ – \d\.\d+\ss$/)).toBeVisible();
    // perf ran for one of the three seconds: a tenth of the axis is nearly a third of it, which allocated evenly.
    await expect.poll(() => largest(page)).toBeLessThan(all * 0.45);
    expect(await largest(page)).toBeGreaterThan(all * 0.2);
    expect(link(page).get('t')).toMatch(/^\d+(\.\d+)?-\d+(\.\d+)?$/);
    await lensBar(page).getByRole('button', { name: 'Remove time' }).click();
    await expect.poll(() => largest(page)).toBe(all);
    await strip(page).getByRole('button', { name: 'Timeline', exact: true }).click();
    await expect(tracks(page)).toBeVisible();
  });

  test('what has no common clock is placed by hand: a figure, a drag, the same event', async ({ page, open }) => {
    await open();
    await dropFiles(page, [LOG, MINI]);
    await painted(page);
    await expect(track(page, /own clock, not related/)).toBeVisible();
    await lensBar(page).getByRole('button', { name: 'Align…' }).click();
    const row = pane(page)
      .getByRole('row')
      .filter({ hasText: /^go1\.24-plain/ });
    await expect(row).toContainText('not related');
    const field = row.getByRole('textbox');
    await field.fill('1.5');
    await field.press('Enter');
    await expect(row).toContainText('by hand');
    await expect(row.getByRole('textbox')).toHaveValue('1.500000');
    expect(link(page).get('al')).toContain('=');

    await row.getByRole('button', { name: 'Drag' }).click();
    await expect(lensBar(page)).toContainText('A drag moves go1.24-plain.log.gz');
    await dragOver(page, track(page, /^GC pauses, 153 cycles/), 0.3, 0.4);
    await expect(row.getByRole('textbox')).not.toHaveValue('1.500000');
    await page.keyboard.press('Escape');
    await row.getByRole('button', { name: 'Reset' }).click();
    await expect(row).toContainText('not related');
    await expect(row.getByRole('textbox')).toHaveValue('0.000000');
    expect(link(page).get('al')).toBeNull();

    const ofTrace = track(page, /^GC pauses, 23 cycles/);
    await ofTrace.focus();
    await page.keyboard.press('Enter');
    const card = page.getByRole('region', { name: 'GC pauses' });
    await card.getByRole('button', { name: 'Same event as…' }).click();
    await expect(lensBar(page)).toContainText('Now choose the same event of another source');
    await track(page, /^GC pauses, 153 cycles/).focus();
    await page.keyboard.press('Enter');
    await card.getByRole('button', { name: 'Same event as GC pauses' }).click();
    await expect(row).toContainText('by hand');
  });

  test('snapshots are marks: a step selects one, a range around them shows what grew', async ({ page, open }) => {
    await open();
    await dropFiles(page, [dockerLog(), heap(1), heap(3), heap(7)]);
    await painted(page);
    await tab(page, 'Timeline').click();
    await expect(track(page, /^Snapshots, 3 rows/)).toBeVisible();
    await track(page, /^Snapshots/).focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('[');
    const card = page.getByRole('region', { name: /^heap-0\d$/ });
    await expect(card).toContainText('Heap written');
    await page.keyboard.press(']');
    await expect(page.getByRole('region', { name: /^heap-0\d$/ })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(card).toHaveCount(0);
    await track(page, /^GC pauses/).focus();
    await page.keyboard.press('b');
    await expect(pane(page)).toContainText('heap-01 → heap-07, both inside the range');
    await expect(pane(page).getByRole('application')).toBeVisible();
    await pane(page).getByRole('button', { name: 'Open in Compare' }).click();
    await expect(tab(page, 'Compare')).toHaveAttribute('aria-selected', 'true');
    await expect(page.getByRole('button', { name: 'base: heap-01.pb.gz' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'after: heap-07.pb.gz' })).toBeVisible();
  });
});

test('everything works from the keyboard, and each track has a table', async ({ page, open }) => {
  await open();
  await dropFiles(page, [MINI]);
  await painted(page);
  const pauses = track(page, /^GC pauses/);
  await pauses.focus();
  await page.keyboard.press('Enter');
  const card = page.getByRole('region', { name: 'GC pauses' });
  await expect(card).toContainText('STW1');
  await page.keyboard.press('Escape');
  await expect(card).toHaveCount(0);
  await pauses.focus();
  for (const key of ['w', 'w', 'ArrowRight', 'b']) await page.keyboard.press(key);
  const from = page.getByRole('slider', { name: 'Start of the range' });
  const before = await from.getAttribute('aria-valuenow');
  await from.focus();
  await page.keyboard.press('ArrowRight');
  await expect(from).not.toHaveAttribute('aria-valuenow', before ?? '');
  await page.keyboard.press('Escape');
  await expect(from).toHaveCount(0);

  await pane(page).getByRole('button', { name: 'Table' }).click();
  const rows = pane(page).getByRole('grid', { name: 'Rows of GC pauses' });
  await expect(rows).toHaveAttribute('aria-rowcount', '25');
  await expect(rows.getByRole('row').filter({ hasText: 'start trace' })).toContainText(/5\.63\sus/);
  await rows.focus();
  await page.keyboard.press('ArrowDown');
  await expect(rows.getByRole('row', { selected: true })).toHaveAttribute('aria-rowindex', '2');
  await track(page, /^Goroutines by start/).focus();
  await expect(pane(page).getByRole('grid', { name: 'Rows of Goroutines by start' })).toHaveAttribute(
    'aria-rowcount',
    '40',
  );
});

for (const theme of ['light', 'dark'] as const) {
  test(`accessible, ${theme}; in Chinese`, async ({ page, open }) => {
    await open({ theme, language: 'zh-CN' });
    await dropFiles(page, [MINI, LOG]);
    await painted(page);
    await expect(tab(page, '时间线')).toHaveAttribute('aria-selected', 'true');
    await expect(page.getByRole('application', { name: '时间线' })).toContainText('GC 暂停');
    expect(await audit(page)).toEqual([]);
    await page.getByRole('button', { name: '表格' }).click();
    expect(await audit(page)).toEqual([]);
    await page.getByRole('button', { name: '时钟' }).click();
    expect(await audit(page)).toEqual([]);
    await tab(page, '火焰图').click();
    await expect(page.getByRole('region', { name: '时间线条' })).toBeVisible();
    expect(await audit(page)).toEqual([]);
  });
}
