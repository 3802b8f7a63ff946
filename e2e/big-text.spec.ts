import type { Page } from '@playwright/test';
import { expect, painted, test } from './helpers.ts';
import { graph, sourceRow } from './page.ts';

const MB = 1_000_000;
const PIECE_SAMPLES = 20_000;

/** Chooses a perf script text of at least so many bytes, a piece many times over; returns the number of its samples. */
function choosePerfText(page: Page, bytes: number): Promise<number> {
  return page.evaluate(
    ([wanted, samples]) => {
      let text = '';
      for (let i = 0; i < samples; i++) {
        text += `shopd 4242/${4242 + (i % 12)} [00${i % 8}]  5000.${String(i).padStart(6, '0')}:      10101 cpu-clock: \n`;
        for (let depth = 14; depth > 0; depth--) {
          const f = (i * 31 + depth * (i % 97)) % 6000;
          text += `\t          ${(0x400000 + f * 64).toString(16)} main.(*Server).handle${f}+0x1f (/usr/local/bin/shopd)\n`;
        }
        text += '\n';
      }
      const piece = new Blob([text]);
      const times = Math.ceil(wanted / piece.size);
      const transfer = new DataTransfer();
      transfer.items.add(new File(Array<Blob>(times).fill(piece), 'perf.txt'));
      const input = document.querySelector<HTMLInputElement>('#open-files');
      if (input === null) throw new Error('the page takes no files');
      input.files = transfer.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));
      return times * samples;
    },
    [bytes, PIECE_SAMPLES] as const,
  );
}

/** Workers of the page that are running. */
const workers = (page: Page) => page.workers().length;

test('600 MB of perf script open with progress, and every sample is there', async ({ page, open }) => {
  test.setTimeout(180_000);
  await open();
  const samples = await choosePerfText(page, 600 * MB);
  const bar = page.getByRole('progressbar').first();
  await expect(bar).toBeVisible();
  const seen = new Set<number>();
  while (await bar.isVisible()) {
    seen.add(Number((await bar.getAttribute('aria-valuenow', { timeout: 1000 }).catch(() => null)) ?? -1));
    await page.waitForTimeout(100);
  }
  expect([...seen].filter((percent) => percent > 0 && percent < 100).length).toBeGreaterThan(2);
  await expect(graph(page)).toBeVisible({ timeout: 60_000 });
  await painted(page);
  await expect(sourceRow(page, 'perf.txt')).toHaveCount(1);
  const drawn = await page.evaluate(
    () => (performance.getEntriesByName('leaklens:first-paint')[0] as PerformanceMark).detail as { samples: number },
  );
  expect(drawn.samples).toBe(samples);
});

test('reading 600 MB can be cancelled, and its workers end', async ({ page, open }) => {
  await open();
  await page.waitForFunction(() => performance.getEntriesByName('leaklens:ready').length > 0);
  await choosePerfText(page, 600 * MB);
  const bar = page.getByRole('progressbar').first();
  await expect(bar).toHaveAttribute('aria-valuenow', /^[1-9]/);
  const before = workers(page);
  expect(before).toBeGreaterThanOrEqual(2);
  await page.getByRole('button', { name: 'Cancel' }).first().click();
  await expect(bar).toBeHidden();
  await expect.poll(() => workers(page)).toBeLessThanOrEqual(before - 2);
});
