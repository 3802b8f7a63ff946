import { expect, test } from './helpers.ts';
import { serveTrap } from './site-server.mjs';

test('the page starts in both builds', async ({ page, open }) => {
  await open();
  await expect(page).toHaveTitle(/Leaklens/);
  await expect(page.locator('#root')).not.toBeEmpty();
  await expect(page.locator('#boot-problem')).toHaveCount(0);
});

test('the page is dark and Chinese when asked', async ({ page, open }) => {
  await open({ theme: 'dark', language: 'zh-CN' });
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test.describe('nothing leaves the machine', () => {
  // Chromium announces requests that the policy then stops; the trap proves that none arrived.
  test.use({
    expectedErrors: /Content Security Policy|Fetch API cannot load|^request: http:\/\/127|^console: Failed to load/,
  });

  test('not from the page', async ({ page, open }) => {
    const trap = await serveTrap();
    await open();
    const outcome = await page.evaluate(async (url) => {
      const tries: Record<string, string> = {};
      const note = (name: string, work: Promise<unknown>) =>
        work.then(
          () => {
            tries[name] = 'reached';
          },
          () => {
            tries[name] = 'blocked';
          },
        );
      const element = (tag: string, give: (it: HTMLElement) => void) =>
        new Promise((resolve, reject) => {
          const it = document.createElement(tag);
          it.onload = resolve;
          it.onerror = reject;
          give(it);
          document.head.append(it);
        });
      await note('fetch', fetch(`${url}/fetch`));
      await note(
        'image',
        element('img', (it) => it.setAttribute('src', `${url}/image`)),
      );
      await note(
        'script',
        element('script', (it) => it.setAttribute('src', `${url}/script`)),
      );
      await note(
        'style',
        element('link', (it) => {
          it.setAttribute('rel', 'stylesheet');
          it.setAttribute('href', `${url}/style`);
        }),
      );
      await note('import', import(`${url}/import`));
      await note(
        'eval',
        Promise.resolve().then(() => new Function('return 1')()),
      );
      return tries;
    }, trap.origin);
    await trap.close();
    expect(outcome).toEqual({
      fetch: 'blocked',
      image: 'blocked',
      script: 'blocked',
      style: 'blocked',
      import: 'blocked',
      eval: 'blocked',
    });
    expect(trap.hits).toEqual([]);
  });

  test('not from inside a worker', async ({ page, open }) => {
    const trap = await serveTrap();
    await open();
    const outcome = await page.evaluate(
      (url) =>
        new Promise<unknown>((resolve, reject) => {
          const code = `
            const tries = {};
            const done = () => postMessage(tries);
            try { importScripts('${url}/import'); tries.importScripts = 'reached'; } catch { tries.importScripts = 'blocked'; }
            try { new Function('return 1')(); tries.eval = 'reached'; } catch { tries.eval = 'blocked'; }
            fetch('${url}/fetch').then(() => { tries.fetch = 'reached'; }, () => { tries.fetch = 'blocked'; }).then(done);`;
          const worker = new Worker(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })));
          worker.onmessage = (event) => resolve(event.data);
          worker.onerror = (event) => reject(new Error(event.message));
        }),
      trap.origin,
    );
    await trap.close();
    expect(outcome).toEqual({ importScripts: 'blocked', eval: 'blocked', fetch: 'blocked' });
    expect(trap.hits).toEqual([]);
  });
});

test.describe('an old browser', () => {
  test.use({ expectedErrors: /missing #root|provoked/ });

  test('is told what it lacks, instead of a white page', async ({ page, open }) => {
    await page.addInitScript(() => {
      Reflect.deleteProperty(window, 'ResizeObserver');
    });
    await open();
    await expect(page.locator('#boot-problem')).toContainText('ResizeObserver');
  });

  test('is told why the page did not start', async ({ page, open }) => {
    await page.addInitScript(() => {
      Document.prototype.getElementById = new Proxy(Document.prototype.getElementById, {
        apply(target, self, args: [string]) {
          if (document.currentScript === null && args[0] === 'root' && !('asked' in window)) {
            Object.assign(window, { asked: true });
            throw new Error('provoked');
          }
          return target.apply(self, args);
        },
      });
    });
    await open();
    await expect(page.locator('#boot-problem')).toContainText('provoked');
  });
});
