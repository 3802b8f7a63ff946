// npm test: every check and test, then one line "N passed, N failed". A check counts as one; tests count one by one.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cache, newest, root, run } from './tools.mjs';

const bin = (path) => join(root, 'node_modules', path);
const node = process.execPath;
const unitReport = join(cache, 'unit.json');
const pageReport = join(cache, 'e2e.json');
let passed = 0;
let failed = 0;
const broken = [];

function count(name, good, bad) {
  passed += good;
  failed += bad;
  if (bad > 0) broken.push(`${name} (${bad})`);
}

async function step(name, args, options) {
  console.log(`\n=== ${name}`);
  const started = Date.now();
  const result = await run(node, args, { seconds: 600, ...options });
  console.log(`=== ${name}: ${result === 0 ? 'ok' : result}, ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return result;
}

async function check(name, args, options) {
  const result = await step(name, args, options);
  count(name, result === 0 ? 1 : 0, result === 0 ? 0 : 1);
  return result === 0;
}

/** A step that leaves a report in JSON. A step that broke without a failed test (a crash, no report) counts as one failure. */
async function tests(name, args, report, read, options) {
  rmSync(report, { force: true });
  const result = await step(name, args, options);
  const [good, bad] = existsSync(report) ? read(JSON.parse(readFileSync(report, 'utf8'))) : [0, 0];
  count(name, good, bad === 0 && result !== 0 ? 1 : bad);
}

mkdirSync(cache, { recursive: true });
const started = Date.now();
await check('types', [bin('typescript/bin/tsc'), '--noEmit']);
await check('lint', [bin('@biomejs/biome/bin/biome'), 'check', '.']);
await check('dead code', [bin('knip/bin/knip.js'), '--no-progress']);
await tests(
  'unit',
  [bin('vitest/vitest.mjs'), 'run', '--reporter=dot', '--reporter=json', `--outputFile.json=${unitReport}`],
  unitReport,
  (json) => [json.numPassedTests, json.numFailedTests],
  { seconds: 900, env: { LEAKLENS_DAMAGED_INPUTS: '10000' } },
);

const vite = bin('vite/bin/vite.js');
let built = true;
for (const [name, mode] of [
  ['build site', 'production'],
  ['build leaklens.html', 'single'],
  ['build command', 'cli'],
]) {
  built = (await check(name, [vite, 'build', '--mode', mode, '--logLevel', 'warn'])) && built;
}
if (built && newest(['dist/site/index.html', 'dist/leaklens.html']) >= started - 1000) {
  await check('bundles', [join(root, 'e2e/lint-bundles.mjs')]);
  await check('sizes', [bin('size-limit/bin.js')]);
  await tests(
    'e2e',
    [bin('@playwright/test/cli.js'), 'test', '--reporter=list,json'],
    pageReport,
    ({ stats }) => [stats.expected + stats.flaky, stats.unexpected],
    { seconds: 2400, env: { PLAYWRIGHT_JSON_OUTPUT_FILE: pageReport } },
  );
  const firefox = await step('firefox', [join(root, 'e2e/firefox.mjs')], { seconds: 180 });
  // 77 says that there is no Firefox here: neither passed nor failed.
  if (firefox !== 77) count('firefox', firefox === 0 ? 1 : 0, firefox === 0 ? 0 : 1);
} else count('e2e (nothing built)', 0, 1);

if (broken.length > 0) console.log(`\nfailed: ${broken.join(', ')}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
