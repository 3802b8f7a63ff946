import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { test as base, expect, type Locator, type Page } from '@playwright/test';
import { type Served, serveFolder } from './site-server.mjs';

const dist = join(import.meta.dirname, '../dist');
const SUB_PATH = '/tools/leaklens/';
const SINGLE = join(dist, 'leaklens.html');

export interface BuildOption {
  /** Which of the two builds a project tests. */
  readonly build: 'site' | 'single';
}

export interface OpenOptions {
  /** Part of the address from `#`, or a query before it. */
  readonly hash?: string;
  readonly query?: string;
  readonly theme?: 'light' | 'dark' | 'system';
  readonly language?: 'en' | 'zh-CN';
}

interface TestFixtures extends BuildOption {
  /** Requests and console errors (`request: …`, `failed: …`, `console: …`, `uncaught: …`) that a test provokes on purpose. */
  readonly expectedErrors: RegExp;
  /** Address of the page of the project's build. */
  readonly appUrl: string;
  /** Opens the page in a theme and a language, with a fresh storage. */
  readonly open: (options?: OpenOptions) => Promise<void>;
  readonly guard: undefined;
}

interface WorkerFixtures {
  readonly site: Served;
}

/** `test` that fails on any request beyond the page's own files, on console errors and on uncaught errors. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  build: ['site', { option: true }],
  expectedErrors: [/(?!)/, { option: true }],
  site: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright demands the pattern
    async ({}, use) => {
      const served = await serveFolder(join(dist, 'site'), SUB_PATH);
      await use(served);
      await served.close();
    },
    { scope: 'worker' },
  ],
  appUrl: async ({ build, site }, use) => {
    if (!existsSync(build === 'site' ? join(dist, 'site/index.html') : SINGLE)) throw new Error('npm run build first');
    await use(build === 'site' ? `${site.origin}${SUB_PATH}` : pathToFileURL(SINGLE).href);
  },
  guard: [
    async ({ context, appUrl, build, expectedErrors }, use) => {
      const problems: string[] = [];
      const own = (url: string) =>
        /^(?:data|blob):/.test(url) ||
        (build === 'site' ? url.startsWith(appUrl) : url.replace(/[?#].*$/, '') === appUrl);
      const unlessExpected = (text: string) => {
        if (!expectedErrors.test(text)) problems.push(text);
      };
      context.on('request', (request) => {
        if (!own(request.url())) unlessExpected(`request: ${request.url()}`);
      });
      context.on('requestfailed', (request) => {
        const why = request.failure()?.errorText ?? '';
        if (own(request.url()) && why !== 'net::ERR_ABORTED') unlessExpected(`failed: ${request.url()} ${why}`);
      });
      context.on('console', (message) => {
        if (message.type() === 'error') unlessExpected(`console: ${message.text()}`);
      });
      context.on('weberror', (event) => unlessExpected(`uncaught: ${event.error().stack ?? event.error().message}`));
      await use(undefined);
      expect(problems, 'requests, console errors and uncaught errors').toEqual([]);
    },
    { auto: true },
  ],
  open: async ({ page, appUrl }, use) => {
    await use(async ({ hash = '', query = '', theme, language } = {}) => {
      await setPreferences(page, { ...(theme && { theme }), ...(language && { language }) });
      // The browser begins to hand its file dialogs over when someone listens: early, so that none opens meanwhile.
      page.on('filechooser', () => undefined);
      await page.goto(`${appUrl}${query}${hash}`);
    });
  },
});

export { expect };

/** Preferences that the page finds when it loads next; what the test itself changes later is kept over a reload. */
export async function setPreferences(page: Page, preferences: Readonly<Record<string, unknown>>): Promise<void> {
  await page.addInitScript((text) => {
    if (sessionStorage.getItem('e2e.preferences') === text) return;
    sessionStorage.setItem('e2e.preferences', text);
    localStorage.setItem('leaklens.preferences', text);
  }, JSON.stringify(preferences));
}

async function centre(page: Page, target: Locator | undefined): Promise<{ x: number; y: number }> {
  const box = target === undefined ? null : await target.boundingBox();
  if (box !== null) return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const size = page.viewportSize() ?? { width: 800, height: 600 };
  return { x: size.width / 2, y: size.height / 2 };
}

/** A real drop from the desktop, with folders as folders, on an element or on the middle of the page. */
export async function dropFiles(page: Page, paths: readonly string[], target?: Locator): Promise<void> {
  const files = paths.map((path) => resolve(path));
  for (const file of files) if (!existsSync(file)) throw new Error(`nothing to drop at ${file}`);
  const { x, y } = await centre(page, target);
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files, dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x, y, data });
  }
  await session.detach();
}

/** A fixture file or folder of the tests. */
export function fixture(name: string): string {
  return join(import.meta.dirname, 'fixtures', name);
}

/** Code put before the text of every worker that the page starts from a blob. */
export async function prependToWorkers(page: Page, code: string): Promise<void> {
  await page.addInitScript((prefix) => {
    const Native = window.Blob;
    window.Blob = class extends Native {
      constructor(parts?: BlobPart[], options?: BlobPropertyBag) {
        const script = options?.type?.startsWith('text/javascript') === true;
        super(script ? [prefix, ...(parts ?? [])] : parts, options);
      }
      static override [Symbol.hasInstance](value: unknown) {
        return value instanceof Native;
      }
    };
  }, code);
}

/** Waits until the page has drawn its `times`-th complete picture since it was loaded. */
export async function painted(page: Page, times = 1): Promise<void> {
  await expect
    .poll(() => page.evaluate(() => performance.getEntriesByName('leaklens:first-paint').length), { timeout: 30_000 })
    .toBeGreaterThanOrEqual(times);
}
