// node e2e/pictures.mjs: takes the README's pictures from the built site.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { browserPath } from './find-browser.mjs';
import { serveFolder } from './site-server.mjs';
import { root } from './tools.mjs';

const out = join(root, 'e2e/pictures');
const fixture = (name) => join(root, 'e2e/fixtures', name);
mkdirSync(out, { recursive: true });
const site = await serveFolder(join(root, 'dist/site'), '/');
const executablePath = browserPath();
const browser = await chromium.launch({
  ...(executablePath === undefined ? {} : { executablePath }),
  args: ['--no-sandbox'],
});

/** A picture of what `act` makes of a fresh page. */
async function take(name, act) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${site.origin}/`);
  await act(page);
  await page.waitForFunction(() => performance.getEntriesByName('leaklens:idle').length > 0);
  await page.screenshot({ path: join(out, `${name}-light.png`) });
  await page.close();
}

async function drop(page, files) {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files, dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop']) {
    await session.send('Input.dispatchDragEvent', { type, x: 720, y: 450, data });
  }
}

await take('compare', async (page) => {
  await page.getByText('Two heap snapshots').click();
  await page.getByText('Envelope', { exact: true }).first().click();
});
await take('merged', async (page) => {
  await drop(page, [fixture('seam/joint-libbpf.t4.heap.pb.gz'), fixture('native/memleak.txt.gz')]);
  await page.getByRole('region', { name: 'seam joined' }).waitFor();
});
await browser.close();
await site.close();
