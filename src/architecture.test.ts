import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

/** Who may import whom: the table of the house. A floor may always import itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  base: [],
  model: ['base'],
  formats: ['base', 'model'],
  analysis: ['base', 'model'],
  contract: ['base', 'model'],
  workers: ['base', 'model', 'formats', 'analysis', 'contract'],
  engine: ['base', 'model', 'contract', 'workers'],
  state: ['base', 'model', 'contract', 'engine'],
  draw: ['base', 'model'],
  ui: ['base'],
  views: ['base', 'model', 'contract', 'engine', 'state', 'draw', 'ui'],
  app: ['base', 'model', 'contract', 'engine', 'state', 'draw', 'ui', 'views'],
  cli: ['base', 'model', 'formats', 'analysis'],
};

const PURE = ['base', 'model', 'formats', 'analysis'];

/** Packages that only some floors (or one folder) may import. */
const PACKAGES: readonly { readonly name: RegExp; readonly where: readonly string[] }[] = [
  {
    name: /^(?:react|react-dom|@base-ui\/react|lucide-react|react-resizable-panels|@tanstack\/.*)(?:\/|$)/,
    where: ['ui', 'views', 'app'],
  },
  { name: /^comlink$/, where: ['contract', 'engine', 'workers'] },
  { name: /^protobufjs(?:\/|$)/, where: ['formats/pprof'] },
  { name: /^d3-flame-graph$/, where: ['views/share/flame-graph-picture.ts'] },
  { name: /^zustand(?:\/|$)/, where: ['state', 'views', 'app'] },
  { name: /^d3-/, where: ['draw', 'views'] },
  { name: /^node:/, where: ['cli'] },
  { name: /^virtual:/, where: ['views', 'app', 'cli'] },
];

interface Source {
  /** Path from `src`, or from the top for `workers/…`. */
  readonly path: string;
  readonly floor: string;
  readonly text: string;
}

function walk(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

/** Replaces comments by blanks; strings that hold `//` stay, since only comments at the start of a line or after a blank count. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}

function sourcesOf(pattern: RegExp): readonly Source[] {
  return [...walk('src'), ...walk('workers')]
    .filter((path) => pattern.test(path) && !path.includes('/fixtures/'))
    .map((path) => ({
      path: path.replace(/^src\//, ''),
      text: withoutComments(readFileSync(join(root, path), 'utf8')),
    }))
    .map((file) => ({ ...file, floor: file.path.split('/')[0] ?? '' }));
}

/** What a text imports: static, re-exported, for its effect, and dynamic. */
function importsOf(text: string): readonly string[] {
  const patterns = [
    /^\s*(?:import|export)\b[^;'"]*?\bfrom\s+['"]([^'"]+)['"]/gm,
    /^\s*import\s+['"]([^'"]+)['"]/gm,
    /\bimport\(\s*['"]([^'"]+)['"]/g,
  ];
  return patterns.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1] ?? ''));
}

/** Path of an import within the house, or null for a package. */
function target(from: Source, specifier: string): string | null {
  if (!specifier.startsWith('.')) return null;
  const below = from.floor === 'workers' ? from.path : `src/${from.path}`;
  return posix.join(dirname(below), specifier.replace(/\?.*$/, '')).replace(/^src\//, '');
}

function problemsOf(file: Source): readonly string[] {
  const problems: string[] = [];
  const may = MAY_IMPORT[file.floor];
  if (may === undefined) return [`${file.path} is on no floor`];
  for (const specifier of importsOf(file.text)) {
    const say = (why: string) => problems.push(`${file.path} imports ${specifier}: ${why}`);
    const to = target(file, specifier);
    if (to === null) {
      for (const { name, where } of PACKAGES) {
        const allowed = where.some((place) => file.path === place || file.path.startsWith(`${place}/`));
        if (name.test(specifier) && !allowed) say(`only in ${where.join(', ')}`);
        if (name.test(specifier)) break;
      }
      continue;
    }
    if (to === 'package.json' || to.startsWith('../')) {
      if (to !== 'package.json') say('outside the house');
      continue;
    }
    const floor = to.split('/')[0] ?? '';
    if (floor !== file.floor && !may.includes(floor)) say(`${file.floor} may import ${may.join(', ') || 'nothing'}`);
    if (/\.worker(?:\.ts)?$/.test(to) && file.floor !== 'engine') say('workers are started by the engine');
    if (file.floor === 'formats' && floor === 'formats') {
      const own = file.path.split('/');
      const other = to.split('/');
      if (own.length > 2 && other.length > 2 && own[1] !== other[1]) say('no format imports another');
    }
  }
  return problems;
}

const modules = sourcesOf(/\.tsx?$/).filter(
  (file) => file.path.includes('/') && !/\.(?:test|bench)\.tsx?$/.test(file.path),
);

describe('the house', () => {
  test('imports go only where the table allows', () => {
    expect(modules.length).toBeGreaterThan(20);
    expect(modules.flatMap(problemsOf)).toEqual([]);
  });

  test('the reader of imports sees every form, and the table refuses', () => {
    const text = `import a, {\n  b,\n} from '../x/a.ts';\nexport * from './b.ts';\nimport './c.css';\nconst d = await import('../../workers/d.worker.ts?worker&inline');`;
    expect(importsOf(text)).toEqual(['../x/a.ts', './b.ts', './c.css', '../../workers/d.worker.ts?worker&inline']);
    const bad = (path: string, code: string) =>
      problemsOf({ path, floor: path.split('/')[0] ?? '', text: code }).length;
    expect(bad('views/flame/a.ts', "import { x } from '../../formats/registry.ts';")).toBe(1);
    expect(bad('views/flame/a.ts', "const w = import('../../../workers/decode.worker.ts?worker&inline');")).toBe(2);
    expect(bad('formats/pprof/a.ts', "import { x } from '../folded/b.ts';")).toBe(1);
    expect(bad('formats/pprof/a.ts', "import { x } from '../lines.ts';")).toBe(0);
    expect(bad('state/a.ts', "import { useState } from 'react';")).toBe(1);
    expect(bad('formats/folded/a.ts', "import { Reader } from 'protobufjs/minimal';")).toBe(1);
    expect(bad('base/a.ts', "import { x } from '../model/ids.ts';")).toBe(1);
  });

  test('the core touches no page', () => {
    const dom = /\b(?:document|window|localStorage|sessionStorage|HTMLElement|requestAnimationFrame)\b\s*[.(]/;
    const found = modules.filter((file) => PURE.includes(file.floor) && dom.test(file.text)).map((file) => file.path);
    expect(found).toEqual([]);
  });
});

describe('colours', () => {
  /** theme.ts holds what is drawn where no token can be read. */
  const PALETTE = ['draw/palette.ts', 'draw/theme.ts'];
  const literal = /(?<![\w&])#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\b|\b(?:rgba?|hsla?)\(/i;
  const named = /:\s*(?:white|black|red|green|blue|gray|grey|orange|yellow|silver)\b/;

  test('stand only in the tokens and the palette', () => {
    const styles = sourcesOf(/\.css$/).filter(
      ({ path, text }) => path !== 'ui/tokens.css' && (literal.test(text) || named.test(text)),
    );
    const quoted = /['"`](?:#[0-9a-f]{3,4}|#[0-9a-f]{6}|#[0-9a-f]{8}|(?:rgba?|hsla?)\([^'"`]*)['"`]/i;
    const code = modules.filter(({ path, text }) => !PALETTE.includes(path) && quoted.test(text));
    expect([...styles, ...code].map((file) => file.path)).toEqual([]);
  });
});
