import { type Locator, type Page, test } from '@playwright/test';
import { groupDigits } from '../src/base/units.ts';
import { dropFiles, fixture, painted } from './helpers.ts';

/** What every test of the suite says about the page: files, places and what is selected. */
export const CPU = fixture('cpu-6s.pb.gz');
/** Snapshots 0 to 7 of one leaking program. */
export const heap = (n: number): string => fixture(`pprof/go1.24/heap-0${n}.pb.gz`);
/** Of snapshot 7, in bytes, as pprof prints it. */
export const NEW_ENTRY = 'example.com/cgoleak/internal/hub.newEntry';

/** An unrounded value as titles write it. */
export const bytes = (value: number): string => `${groupDigits(value)} bytes`;

export const graph = (page: Page): Locator => page.getByRole('application').first();
export const tab = (page: Page, name: string): Locator => page.getByRole('tab', { name });
export const lensBar = (page: Page): Locator => page.getByRole('region', { name: 'Lens' });
export const details = (page: Page): Locator => page.getByRole('complementary', { name: 'Details' });
export const sources = (page: Page): Locator => page.getByRole('complementary', { name: 'Sources' });
export const sourceRow = (page: Page, name: string): Locator =>
  sources(page).getByRole('listitem').filter({ hasText: name });
export const grid = (page: Page): Locator => page.getByRole('grid');
/** A row of the table by the whole name of its function. */
export const row = (page: Page, name: string): Locator =>
  grid(page)
    .getByRole('row')
    .filter({ has: page.getByRole('gridcell').and(page.getByTitle(name, { exact: true })) });
export const search = (page: Page): Locator => page.getByRole('textbox', { name: 'Search functions' });
export const chip = (page: Page, text: string): Locator =>
  lensBar(page).getByRole('button', { name: text, exact: true });

/** Drops files on a fresh page and waits for the complete picture. */
export async function show(page: Page, open: () => Promise<void>, paths: readonly string[]): Promise<void> {
  await open();
  await dropFiles(page, paths);
  await painted(page);
}

/** Drags files over the page, and lets go over a zone of what then lies over it. */
export async function dropOnZone(page: Page, files: readonly string[], zone: 'add' | 'base' | 'after'): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [...files], dragOperationsMask: 1 };
  const place = page.locator(`[data-zone=${zone}]`);
  await session.send('Input.dispatchDragEvent', { type: 'dragEnter', x: 5, y: 5, data });
  await session.send('Input.dispatchDragEvent', { type: 'dragOver', x: 5, y: 5, data });
  await place.waitFor();
  const box = await place.boundingBox();
  const at = { x: (box?.x ?? 0) + (box?.width ?? 0) / 2, y: (box?.y ?? 0) + (box?.height ?? 0) / 2 };
  await session.send('Input.dispatchDragEvent', { type: 'dragOver', ...at, data });
  await session.send('Input.dispatchDragEvent', { type: 'drop', ...at, data });
  await session.detach();
}

/** Parameters of the link that the address bar holds: view, lens, files. */
export function link(page: Page): URLSearchParams {
  return new URLSearchParams(new URL(page.url()).hash.replace(/^#v1\?/, ''));
}

/** A file for one test, made by it. */
export function scratch(name: string): string {
  return test.info().outputPath(name);
}

/** A paste as the keyboard makes it. */
export async function pasteText(page: Page, text: string): Promise<void> {
  await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}
