// Smoke run in Firefox ESR over WebDriver BiDi, when there is one: both builds start, open a profile and draw it.
// Exit 0: works. 1: does not. 77: no Firefox here.
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import puppeteer from 'puppeteer-core';
import { serveFolder } from './site-server.mjs';

const dist = join(import.meta.dirname, '../dist');
const PROFILE = join(import.meta.dirname, 'fixtures/series/heap-00.pb.gz');

function firefox() {
  const names = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => ['firefox-esr', 'firefox'].map((name) => join(folder, name)));
  const places = [process.env.FIREFOX_PATH ?? '', ...names, '/Applications/Firefox.app/Contents/MacOS/firefox'];
  return places.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return path !== '';
    } catch {
      return false;
    }
  });
}

async function tryBuild(browser, name, url) {
  const page = await browser.newPage();
  const problems = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  await page.goto(url);
  await page.waitForFunction(() => document.getElementById('root')?.hasChildNodes(), { timeout: 20_000 });
  const input = await page.waitForSelector('input[type=file]:not([webkitdirectory])', { timeout: 20_000 });
  await input.uploadFile(PROFILE);
  await page.waitForFunction(() => performance.getEntriesByName('leaklens:first-paint').length > 0, {
    timeout: 40_000,
  });
  const drawn = await page.evaluate(() => document.querySelectorAll('canvas').length);
  await page.close();
  if (drawn === 0) problems.push('no canvas');
  if (problems.length > 0) throw new Error(`${name}: ${problems.join('\n')}`);
  console.log(`firefox: ${name} opens and draws a profile`);
}

const path = firefox();
if (path === undefined) {
  console.log('firefox: none installed, not tried');
  process.exit(77);
}
if (!existsSync(join(dist, 'site/index.html'))) throw new Error('npm run build first');
const site = await serveFolder(join(dist, 'site'), '/tools/leaklens/');
const browser = await puppeteer.launch({ browser: 'firefox', executablePath: path, headless: true });
try {
  console.log(`firefox: ${await browser.version()}`);
  await tryBuild(browser, 'site', `${site.origin}/tools/leaklens/`);
  await tryBuild(browser, 'leaklens.html', pathToFileURL(join(dist, 'leaklens.html')).href);
} catch (error) {
  console.error(`firefox: ${error.message}`);
  process.exitCode = 1;
} finally {
  await browser.close();
  await site.close();
}
