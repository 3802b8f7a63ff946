// npm run bench [-- --runs 3 --samples 1000,50000,300000,1000000]: the budgets of the design, measured in real Chromium
// on the built site; --only texts,table measures these parts and leaves the other rows of the report. Ratios are within one run, so that a slow machine does not change the verdict.
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { serveFolder } from '../e2e/site-server.mjs';
import {
  addFilter,
  chooseNodes,
  chooseSampleType,
  hoverAround,
  panAround,
  panTime,
  showGraph,
  showTable,
  sortBy,
  zoomInAndOut,
  zoomTime,
} from './acts.mjs';
import { launch, READ_AND_FIND_NEWLINES, READ_AND_GUNZIP, workerBaseline } from './browser.mjs';
import { heapProfile, manyFunctions, memleakText, out, perfText } from './inputs.mjs';

const ALL = 'loads,texts,questions,comparison,table,timeline,sizes';
const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '3' },
    samples: { type: 'string', default: '1000,50000,300000,1000000' },
    texts: { type: 'string', default: '10,100,500,1000' },
    trace: {
      type: 'string',
      default: join(import.meta.dirname, '../src/formats/go-trace/fixtures/go1.24-3s.trace.gz'),
    },
    only: { type: 'string', default: 'loads,texts,questions,comparison,table,graph,timeline,sizes' },
  },
});
const runs = Number(options.runs);
const sizes = options.samples.split(',').map(Number);
const textSizes = options.texts.split(',').map(Number);
const dist = join(import.meta.dirname, '../dist');
const rows = [];

const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];
const round = (value) => (value >= 100 ? value.toFixed(0) : value.toFixed(1));

/** One row of the report. `limit` null: for orientation only. */
function row(what, figure, unit, limit) {
  const met = limit === null ? '' : figure <= limit ? 'yes' : '**no**';
  rows.push({ what, figure: `${round(figure)} ${unit}`, limit: limit === null ? '' : `≤ ${limit} ${unit}`, met });
  console.log(`${what}: ${round(figure)} ${unit}${limit === null ? '' : ` (≤ ${limit}) ${met}`}`);
}

/** A part of the bench that may fail without taking the rest along; the report then says so. */
async function part(what, work) {
  try {
    await work();
  } catch (error) {
    rows.push({ what, figure: `not measured: ${error.message.split('\n')[0]}`, limit: '', met: '**no**' });
    console.error(`${what}: ${error.message}`);
  }
}

async function timesOf(url, files, single = false) {
  const all = [];
  let peak = 0;
  for (let i = 0; i < runs; i++) {
    const driven = await launch(url, { single });
    try {
      all.push(await driven.drop(files, files.length));
      peak = Math.max(peak, (await driven.rendererPeak()) ?? 0);
    } finally {
      await driven.close();
    }
  }
  return { ms: median(all.map((x) => x.ms)), longest: median(all.map((x) => x.longest)), peak, detail: all[0].detail };
}

async function loads(url, blank) {
  const single = new Map(sizes.map((size) => [size, heapProfile(size)]));
  const baseline = await workerBaseline(blank, [...single.values()], 3, READ_AND_GUNZIP);
  const taken = new Map();
  for (const [size, file] of single) {
    await part(`${size} samples`, async () => {
      const { ms, longest, peak, detail } = await timesOf(url, [file]);
      taken.set(size, ms);
      const name = `${size.toLocaleString('en')} samples`;
      const gunzip = baseline.get(file);
      row(`${name}: drop → flame graph (${detail?.nodes ?? '?'} nodes)`, ms, 'ms', size <= 1000 ? 150 : null);
      row(`${name}: read + gunzip in a worker`, gunzip, 'ms', null);
      if (size > 1000) row(`${name}: ratio`, ms / gunzip, '×', size >= 300_000 ? 5 : null);
      row(`${name}: longest main-thread task (0: none over 50 ms)`, longest, 'ms', 50);
      if (peak > 0) row(`${name}: renderer peak`, peak / 2 ** 30, 'GB', size >= 1_000_000 ? 1.2 : null);
    });
  }
  const pairSize = sizes.filter((size) => size <= 300_000).pop();
  if (pairSize === undefined || taken.get(pairSize) === undefined) return;
  await part('pair', async () => {
    const { ms, longest } = await timesOf(url, [heapProfile(pairSize), heapProfile(pairSize, true)]);
    const name = `pair of ${pairSize.toLocaleString('en')}`;
    row(`${name}: drop → comparison`, ms, 'ms', null);
    row(`${name}: ratio to one file`, ms / taken.get(pairSize), '×', 2.2);
    row(`${name}: longest main-thread task`, longest, 'ms', 50);
  });
}

async function questions(url) {
  const size = Math.max(...sizes);
  const name = `at ${size.toLocaleString('en')} samples`;
  const driven = await launch(url);
  try {
    await driven.drop([heapProfile(size)], 1);
    await part(`${name}: sample type`, async () => {
      const times = [];
      for (const type of ['alloc_space', 'inuse_space', 'alloc_objects', 'inuse_space']) {
        times.push(await driven.question((page) => chooseSampleType(page, type)));
      }
      row(`${name}: sample type → flame graph`, median(times), 'ms', 100);
    });
    for (const [title, act, limit] of [
      ['zoom', zoomInAndOut, 17],
      ['pan', panAround, 17],
      ['hover', hoverAround, 17],
    ]) {
      await part(`${name}: ${title}`, async () => {
        const { median: middle, p95 } = await driven.frames(act);
        row(`${name}: ${title}, median frame (95 %: ${round(p95)} ms)`, middle, 'ms', limit);
      });
    }
    await part(`${name}: filter`, async () => {
      row(`${name}: filter → flame graph`, await driven.question((page) => addFilter(page, 'focus Decode')), 'ms', 300);
    });
  } finally {
    await driven.close();
  }
}

/** Texts of perf script and memleak, against reading them and finding their newlines. */
async function texts(url, blank) {
  const files = new Map(textSizes.map((mb) => [`perf script ${mb} MB`, { file: perfText(mb), mb }]));
  files.set('memleak 100 MB', { file: memleakText(100), mb: 100 });
  for (const [name, { file, mb }] of files) {
    await part(name, async () => {
      const newlines = (await workerBaseline(blank, [file], 3, READ_AND_FIND_NEWLINES)).get(file);
      const { ms, longest, peak } = await timesOf(url, [file]);
      row(`${name}: drop → flame graph`, ms, 'ms', null);
      row(`${name}: read and decoded in a second`, statSync(file).size / 1e3 / ms, 'MB', null);
      row(`${name}: read + newlines in a worker`, newlines, 'ms', null);
      // Big ones are read by two workers where there are two cores.
      row(`${name}: ratio`, ms / newlines, '×', mb >= 100 ? (mb >= 500 ? 3 : 5) : null);
      row(`${name}: longest main-thread task (0: none over 50 ms)`, longest, 'ms', 50);
      if (peak > 0) row(`${name}: renderer peak`, peak / 2 ** 30, 'GB', null);
      if (mb === 500) row(`${name}: with one worker`, (await timesOf(url, [file], true)).ms, 'ms', null);
    });
  }
}

/** A pair that is open: from the swap of base and after to the new comparison, the same work as making it. */
async function comparison(url) {
  const size = Math.max(...sizes);
  const driven = await launch(url);
  try {
    await driven.drop([heapProfile(size), heapProfile(size, true)], 2);
    const ms = await driven.question((page) => page.keyboard.press('x'));
    row(`pair of ${size.toLocaleString('en')}, loaded: comparison`, ms, 'ms', 500);
    const peak = await driven.rendererPeak();
    if (peak !== null) row(`pair of ${size.toLocaleString('en')}: renderer peak`, peak / 2 ** 30, 'GB', null);
  } finally {
    await driven.close();
  }
}

async function table(url) {
  const driven = await launch(url);
  try {
    await driven.drop([await manyFunctions(200_000)], 1);
    await showTable(driven.page);
    const times = [];
    // By another column each time: main.main is the first by name and by total.
    for (const column of [/^function/i, /^self$/i, /^function/i]) {
      times.push(await driven.tableChange((page) => sortBy(page, column)));
    }
    row('table of 200,000 rows: sort', median(times), 'ms', 100);
  } finally {
    await driven.close();
  }
}

/** From the question to the picture, in a page that has just been opened and later. */
async function callGraph(url) {
  const first = [];
  const later = [];
  const many = [];
  for (let i = 0; i < runs; i++) {
    const driven = await launch(url);
    try {
      await driven.drop([heapProfile(50_000)], 1);
      first.push(await driven.question(showGraph));
      many.push(await driven.question((page) => chooseNodes(page, 500)));
      later.push(await driven.question((page) => chooseNodes(page, 80)));
    } finally {
      await driven.close();
    }
  }
  row('call graph of 80 functions, first visit', median(first), 'ms', 250);
  row('call graph of 80 functions, later', median(later), 'ms', 250);
  row('call graph of 500 functions', median(many), 'ms', 1500);
}

/** An execution trace: the one of the fixtures, or `--trace` (the budget is for 15.6 MB, 3.9 million events). */
async function timeline(url) {
  const { ms, longest, peak } = await timesOf(url, [options.trace]);
  const name = `trace of ${(statSync(options.trace).size / 1e6).toFixed(1)} MB (compressed)`;
  row(`${name}: drop → timeline`, ms, 'ms', 1500);
  row(`${name}: longest main-thread task`, longest, 'ms', 50);
  if (peak > 0) row(`${name}: renderer peak`, peak / 2 ** 30, 'GB', null);
  const driven = await launch(url);
  try {
    await driven.drop([options.trace], 1);
    for (const [title, act] of [
      ['zoom', zoomTime],
      ['pan', panTime],
    ]) {
      const { median: middle, p95 } = await driven.frames(act);
      row(`${name}: ${title} of the axis, median frame (95 %: ${round(p95)} ms)`, middle, 'ms', 17);
    }
  } finally {
    await driven.close();
  }
}

function bundleSizes() {
  const html = readFileSync(join(dist, 'site/index.html'), 'utf8');
  const first = [...html.matchAll(/<(?:script|link rel="modulepreload")[^>]*(?:src|href)="\.\/(assets\/[^"]+\.js)"/g)];
  const bytes = first.reduce(
    (sum, match) => sum + gzipSync(readFileSync(join(dist, 'site', match[1])), { level: 9 }).length,
    0,
  );
  row('first script of the site, gzip', bytes / 1000, 'kB', 200);
  row('leaklens.html', statSync(join(dist, 'leaklens.html')).size / 1e6, 'MB', 2.5);
}

const reportFile = join(import.meta.dirname, 'report.md');

/** Rows of the last report that this run did not measure again, each before the row that followed it. */
function withOlderRows() {
  if (options.only === ALL || !existsSync(reportFile)) return rows;
  const fresh = new Map(rows.map((item) => [item.what, item]));
  const merged = [];
  for (const line of readFileSync(reportFile, 'utf8').split('\n')) {
    const [, what, figure, limit, met] = line.split('|').map((cell) => cell.trim());
    if (met === undefined || what === 'what' || what.startsWith('---')) continue;
    merged.push(fresh.get(what) ?? { what, figure, limit, met });
    fresh.delete(what);
  }
  return [...merged, ...fresh.values()];
}

function writeReport(version) {
  const all = withOlderRows();
  const cpu = cpus()[0]?.model ?? 'unknown';
  const missed = all.filter((item) => item.met === '**no**').length;
  const lines = [
    '# Bench report',
    '',
    `Written by \`npm run bench\`. ${cpus().length} × ${cpu}, ${(totalmem() / 2 ** 30).toFixed(0)} GB, Chromium ${version}, Node ${process.versions.node}; ${runs} runs each, medians. Load of the machine at the end of the last run: ${loadavg()[0].toFixed(1)}.`,
    missed === 0 ? 'Every budget is met.' : `Budgets not met or not measured: ${missed}.`,
    '',
    '| what | figure | budget | met |',
    '|---|---|---|---|',
    ...all.map((item) => `| ${item.what} | ${item.figure} | ${item.limit} | ${item.met} |`),
    '',
  ];
  writeFileSync(reportFile, lines.join('\n'));
}

if (!existsSync(join(dist, 'site/index.html')) || !readdirSync(join(dist, 'site/assets')).length) {
  console.error('npm run build first');
  process.exit(1);
}
mkdirSync(out, { recursive: true });
writeFileSync(join(out, 'blank.html'), '<!doctype html><title>baseline</title><input type="file" id="file">');
const site = await serveFolder(join(dist, 'site'), '/');
const blank = await serveFolder(out, '/');
try {
  const probe = await launch(`${blank.origin}/blank.html`, { isApp: false });
  const version = probe.version();
  await probe.close();
  const work = {
    loads: () => loads(`${site.origin}/`, `${blank.origin}/blank.html`),
    texts: () => texts(`${site.origin}/`, `${blank.origin}/blank.html`),
    questions: () => questions(`${site.origin}/`),
    comparison: () => comparison(`${site.origin}/`),
    table: () => table(`${site.origin}/`),
    graph: () => callGraph(`${site.origin}/`),
    timeline: () => timeline(`${site.origin}/`),
    sizes: async () => bundleSizes(),
  };
  for (const name of options.only.split(',')) await part(name, work[name]);
  writeReport(version);
} finally {
  await site.close();
  await blank.close();
}
