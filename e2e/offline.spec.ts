import { expect, test } from './helpers.ts';

test.describe('the service worker of the site', () => {
  test.use({ expectedErrors: /ERR_INTERNET_DISCONNECTED/ });

  test('opens the page again when the server is gone', async ({ page, open, context }) => {
    await open({ query: '?offline' });
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
    await context.setOffline(true);
    await page.reload();
    await expect(page.locator('#root')).not.toBeEmpty();
  });
});
