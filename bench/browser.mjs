// A fresh Chromium with the built site, driven as a user would; figures come from marks, long tasks and /proc.
import { readFileSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { browserPath } from '../e2e/find-browser.mjs';

const ARGS = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-background-networking'];
const MINUTES = 60_000;

/** Runs in the page before its own code: keeps long tasks and the time of the last act of the user. */
function watch() {
  const bench = { long: [], lastInput: 0, frames: null };
  Object.assign(window, { bench });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) bench.long.push({ start: entry.startTime, duration: entry.duration });
  }).observe({ type: 'longtask', buffered: true });
  for (const type of ['pointerdown', 'input', 'keydown', 'drop']) {
    window.addEventListener(
      type,
      (event) => {
        bench.lastInput = event.timeStamp;
      },
      true,
    );
  }
}

function renderedBy(marks, after) {
  const found = performance
    .getEntriesByType('mark')
    .filter((mark) => marks.includes(mark.name) && mark.startTime > after)
    .pop();
  return found === undefined ? null : { at: found.startTime, detail: found.detail };
}

/** Tells the page of one core, so that it reads big texts with one worker. */
function oneCore() {
  Object.defineProperty(Navigator.prototype, 'hardwareConcurrency', { get: () => 1 });
}

export async function launch(url, { isApp = true, single = false } = {}) {
  const executablePath = browserPath();
  const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: ARGS });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-US' });
  const page = await context.newPage();
  page.setDefaultTimeout(3 * MINUTES);
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('crash', () => errors.push('the page crashed'));
  await page.addInitScript(watch);
  if (single) await page.addInitScript(oneCore);
  await page.goto(url);
  // What the page does ahead of the first file is done long before a hand has dragged one to it.
  if (isApp) await page.waitForFunction(() => performance.getEntriesByName('leaklens:ready').length > 0);
  return new Driven(browser, page, errors);
}

class Driven {
  constructor(browser, page, errors) {
    this.browser = browser;
    this.page = page;
    this.errors = errors;
  }

  close() {
    return this.browser.close();
  }

  version() {
    return this.browser.version();
  }

  /** Drops files; ms from the drop to the complete picture of `sources` sources, and the longest task of the main thread until idle. */
  async drop(files, sources) {
    const session = await this.page.context().newCDPSession(this.page);
    const data = { items: [], files, dragOperationsMask: 1 };
    const before = await this.now();
    for (const type of ['dragEnter', 'dragOver', 'drop']) {
      await session.send('Input.dispatchDragEvent', { type, x: 720, y: 450, data });
    }
    const find = ([after, wanted]) => {
      const marks = performance.getEntriesByType('mark').filter((mark) => mark.startTime > after);
      const open = marks.find((mark) => mark.name === 'leaklens:open');
      const paint = marks.find((mark) => mark.name === 'leaklens:first-paint' && (mark.detail?.sources ?? 1) >= wanted);
      const idle = marks.find(
        (mark) => mark.name === 'leaklens:idle' && paint !== undefined && mark.startTime >= paint.startTime,
      );
      if (open === undefined || paint === undefined || idle === undefined) return null;
      const long = window.bench.long.filter((task) => task.start >= open.startTime && task.start <= idle.startTime);
      return {
        ms: paint.startTime - open.startTime,
        idleMs: idle.startTime - open.startTime,
        longest: Math.max(0, ...long.map((task) => task.duration)),
        detail: paint.detail,
      };
    };
    return this.waitFor(find, [before, sources]);
  }

  /** ms from the user's last act in `act` to the next complete picture. */
  async question(act) {
    const before = await this.now();
    await act(this.page);
    const input = await this.page.evaluate(() => window.bench.lastInput);
    if (input < before) throw new Error('the act reached nothing in the page');
    const marks = ['leaklens:paint', 'leaklens:first-paint'];
    const done = await this.waitFor(renderedBy.toString(), [marks, input], true);
    return done.at - input;
  }

  /** ms from the last act to the frame in which the text of the first table row has changed. */
  async tableChange(act) {
    await this.page.evaluate(() => {
      const row = () =>
        document.querySelector('[role=row][aria-rowindex="2"], tbody tr, [role=rowgroup] [role=row]')?.textContent ??
        '';
      const was = row();
      window.bench.changed = null;
      const look = () => {
        if (row() !== was) window.bench.changed = performance.now();
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
    await act(this.page);
    const changed = await this.waitFor(() => window.bench.changed);
    return changed - (await this.page.evaluate(() => window.bench.lastInput));
  }

  /** Median and 95th percentile of frame times while `act` runs. */
  async frames(act) {
    await this.page.evaluate(() => {
      const frames = [];
      window.bench.frames = frames;
      const next = (time) => {
        if (window.bench.frames !== frames) return;
        frames.push(time);
        requestAnimationFrame(next);
      };
      requestAnimationFrame(next);
    });
    await act(this.page);
    const times = await this.page.evaluate(() => {
      const { frames } = window.bench;
      window.bench.frames = null;
      return frames;
    });
    const gaps = times.slice(1).map((time, i) => time - times[i]);
    gaps.sort((a, b) => a - b);
    return { median: gaps[gaps.length >> 1], p95: gaps[Math.floor(gaps.length * 0.95)], count: gaps.length };
  }

  /** Peak memory of the biggest renderer process in bytes (VmHWM); null where there is no /proc. */
  async rendererPeak() {
    const session = await this.browser.newBrowserCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    await session.detach();
    const peaks = processInfo
      .filter((info) => info.type === 'renderer')
      .map(({ id }) => {
        try {
          return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0) * 1024;
        } catch {
          return 0;
        }
      });
    const peak = Math.max(0, ...peaks);
    return peak === 0 ? null : peak;
  }

  now() {
    return this.page.evaluate(() => performance.now());
  }

  async waitFor(find, args, spread = false) {
    const source = typeof find === 'string' ? find : find.toString();
    const call = `(${source})(${spread ? '...' : ''}${JSON.stringify(args ?? null)})`;
    const deadline = Date.now() + 3 * MINUTES;
    for (;;) {
      if (this.errors.length > 0) throw new Error(this.errors.join('; '));
      const found = await this.page.evaluate(call);
      if (found !== null) return found;
      if (Date.now() > deadline) throw new Error('nothing was drawn within 3 min');
      await this.page.waitForTimeout(50);
    }
  }
}

/** What a worker does to a file before anything is decoded; the text is a function body that gets `file`. */
export const READ_AND_GUNZIP = `
  const reader = file.stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read());`;
export const READ_AND_FIND_NEWLINES = `
  const reader = file.stream().getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const { value } = part;
    for (let at = value.indexOf(10); at >= 0; at = value.indexOf(10, at + 1));
  }`;

/** ms that a worker of a fresh browser takes for `body` with each file: the median of `runs` after one to warm up. */
export async function workerBaseline(url, files, runs, body) {
  const driven = await launch(url, { isApp: false });
  const { page } = driven;
  const results = new Map();
  for (const file of files) {
    await page.setInputFiles('#file', file);
    const times = [];
    for (let i = 0; i <= runs; i++) {
      const ms = await page.evaluate((body) => {
        const code = `onmessage = async ({ data: file }) => { ${body}; postMessage(0); };`;
        const worker = new Worker(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })));
        return new Promise((resolve, reject) => {
          const started = performance.now();
          worker.onerror = (event) => reject(new Error(event.message));
          worker.onmessage = () => {
            worker.terminate();
            resolve(performance.now() - started);
          };
          worker.postMessage(document.querySelector('#file').files[0]);
        });
      }, body);
      if (i > 0) times.push(ms);
    }
    times.sort((a, b) => a - b);
    results.set(file, times[times.length >> 1]);
  }
  await driven.close();
  return results;
}
