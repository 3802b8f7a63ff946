// Finds a Chromium for the tests, or gets one.
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { cache, root, run } from './tools.mjs';

const NOTE = join(cache, 'browser.json');
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge'];

function executable(path) {
  if (path === undefined || path === '') return false;
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function usualPlaces() {
  const onPath = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  if (process.platform === 'darwin') {
    const apps = ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
      (app) => `/Applications/${app}.app/Contents/MacOS/${app}`,
    );
    return [...onPath, ...apps, ...apps.map((app) => join(process.env.HOME ?? '', app))];
  }
  if (process.platform === 'win32') {
    const folders = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA].filter(
      Boolean,
    );
    return folders.flatMap((folder) => [
      join(folder, 'Google/Chrome/Application/chrome.exe'),
      join(folder, 'Chromium/Application/chrome.exe'),
      join(folder, 'Microsoft/Edge/Application/msedge.exe'),
    ]);
  }
  return [...onPath, '/snap/bin/chromium', '/usr/lib/chromium/chromium', '/opt/google/chrome/chrome'];
}

async function playwrightsOwn() {
  try {
    const { chromium } = await import('playwright-core');
    const path = chromium.executablePath();
    return executable(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

function debianRoot() {
  return process.platform === 'linux' && existsSync('/etc/debian_version') && process.getuid?.() === 0;
}

function remember(path) {
  mkdirSync(cache, { recursive: true });
  writeFileSync(NOTE, JSON.stringify({ path }));
  return path;
}

/** Path of the browser that the set-up found, for the Playwright configuration and the bench; undefined lets Playwright look. */
export function browserPath() {
  if (executable(process.env.CHROME_PATH)) return process.env.CHROME_PATH;
  try {
    const { path } = JSON.parse(readFileSync(NOTE, 'utf8'));
    if (executable(path)) return path;
  } catch {
    // No note: the set-up has not run.
  }
  return usualPlaces().find(executable);
}

/** Finds a browser or gets one; every step with a time limit. Throws with a message for people when there is none. */
export async function ensureBrowser(say) {
  if (process.env.CHROME_PATH && !executable(process.env.CHROME_PATH)) {
    throw new Error(`CHROME_PATH names ${process.env.CHROME_PATH}, which cannot be run`);
  }
  const there = browserPath() ?? (await playwrightsOwn());
  if (there !== undefined) return remember(there);
  const tried = [];

  say('no Chromium or Chrome found; asking Playwright for its own (at most 5 min) …');
  const cli = join(root, 'node_modules/@playwright/test/cli.js');
  const env = { PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '', PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '15000' };
  const installed = await run(process.execPath, [cli, 'install', 'chromium'], { seconds: 300, env });
  const own = await playwrightsOwn();
  if (own !== undefined) {
    if ((await run(own, ['--headless', '--no-sandbox', '--version'], { seconds: 30, quiet: true })) === 0)
      return remember(own);
    tried.push("Playwright's Chromium was downloaded, but does not start (libraries are missing)");
  } else tried.push(`playwright install chromium: ${typeof installed === 'number' ? `exit ${installed}` : installed}`);

  if (process.env.LEAKLENS_NO_APT === '1') tried.push('apt-get: forbidden by LEAKLENS_NO_APT=1');
  else if (!debianRoot()) tried.push('apt-get: only used as root on Debian');
  else {
    say('installing the system package: apt-get install chromium (LEAKLENS_NO_APT=1 forbids this; at most 10 min) …');
    const aptEnv = { DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['-qq', 'update'], { seconds: 180, env: aptEnv });
    const options = ['-qq', '-y', '--no-install-recommends', 'install', 'chromium'];
    const apt = await run('apt-get', options, { seconds: 600, env: aptEnv });
    const path = usualPlaces().find(executable);
    if (path !== undefined) return remember(path);
    tried.push(`apt-get install chromium: ${typeof apt === 'number' ? `exit ${apt}` : apt}`);
  }
  throw new Error(
    `no browser for the tests.\n  ${tried.join('\n  ')}\n  Install Chromium or Chrome, or set CHROME_PATH to one, and run npm test again.`,
  );
}
