// node e2e/pictures.mjs: takes the README's picture from the built site, with the bundled pair of heap snapshots.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { browserPath } from './find-browser.mjs';
import { serveFolder } from './site-server.mjs';
import { root } from './tools.mjs';

const out = join(root, 'e2e/pictures');
mkdirSync(out, { recursive: true });
const site = await serveFolder(join(root, 'dist/site'), '/');
const executablePath = browserPath();
const browser = await chromium.launch({
  ...(executablePath === undefined ? {} : { executablePath }),
  args: ['--no-sandbox'],
});
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
await page.goto(`${site.origin}/`);
await page.getByText('Two heap snapshots').click();
await page
  .getByRole('radio', { name: 'Envelope' })
  .or(page.getByText('Envelope', { exact: true }))
  .first()
  .click();
await page.waitForFunction(() => performance.getEntriesByName('leaklens:idle').length > 0);
await page.screenshot({ path: join(out, 'compare-light.png') });
await browser.close();
await site.close();
