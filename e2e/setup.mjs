// Makes a fresh clone ready: packages, and with --browser a Chromium for the tests. Node built-ins only.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBrowser } from './find-browser.mjs';
import { npm, root, run } from './tools.mjs';

const MIN_NODE = [20, 19];
const INSTALL_SECONDS = 900;

const say = (text) => console.error(`leaklens set-up: ${text}`);

function oldNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major < MIN_NODE[0] || (major === MIN_NODE[0] && minor < MIN_NODE[1]);
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

/** Why the packages must be installed, or null. npm writes its own list into node_modules last, so a broken install shows. */
function staleReason() {
  const wanted = readJson(join(root, 'package-lock.json'));
  if (wanted === null) throw new Error('package-lock.json is missing or broken');
  if (!existsSync(join(root, 'node_modules'))) return 'packages are missing';
  const have = readJson(join(root, 'node_modules/.package-lock.json'));
  if (have === null) return 'the packages are not complete';
  for (const [path, item] of Object.entries(wanted.packages)) {
    if (path === '' || item.optional || item.devOptional || item.peer) continue;
    const there = have.packages[path];
    if (there?.version !== item.version)
      return `${path.replace('node_modules/', '')} is ${there?.version ?? 'missing'}, not ${item.version}`;
    if (!existsSync(join(root, path, 'package.json'))) return `${path} is missing`;
  }
  return null;
}

async function ensurePackages() {
  const reason = staleReason();
  if (reason === null) return;
  say(`${reason}; running npm ci (at most ${INSTALL_SECONDS / 60} min) …`);
  const env = { PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1', PUPPETEER_SKIP_DOWNLOAD: '1', NODE_ENV: 'development' };
  const quiet = ['--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const [command, args] = npm(['ci', ...quiet]);
  let result = await run(command, args, { seconds: INSTALL_SECONDS, env, stdout: process.stderr });
  if (typeof result === 'number' && result !== 0) {
    say('npm ci refused; trying npm install, which forgives a registry that lacks packages of other platforms …');
    result = await run(command, npm(['install', '--no-save', ...quiet])[1], {
      seconds: INSTALL_SECONDS,
      env,
      stdout: process.stderr,
    });
  }
  if (result !== 0) {
    const what = typeof result === 'number' ? `exit ${result}` : result;
    throw new Error(
      `the packages could not be installed (${what}). Is the package registry reachable? Try npm ci by hand.`,
    );
  }
}

try {
  if (oldNode()) throw new Error(`Node.js ${MIN_NODE.join('.')} or newer is needed, this is ${process.versions.node}`);
  await ensurePackages();
  if (process.argv.includes('--browser')) say(`browser for the tests: ${await ensureBrowser(say)}`);
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}
