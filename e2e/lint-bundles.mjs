// Reads the built bundles, and the workers inside them, for syntax, functions and style newer than the oldest browsers.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { parseAst } from 'vite';
import { GLOBALS, LOOKED_AT, MEMBERS, POLYFILLED, STYLES } from './newer-apis.mjs';

const WORKER_TEXT_MIN = 2000;
const WORKER_START = /^\s*\(function\s*\(|^\s*\(\(\)\s*=>/;
const dist = join(import.meta.dirname, '../dist');

function textOf(node) {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node.type === 'TemplateLiteral' && node.expressions.length === 0) return node.quasis[0].value.cooked;
  return null;
}

/** A long string as it is used: the text itself, or what `unpack(text, bytes)` of src/base/unpack.ts makes of it. */
function unpacked(text, parent) {
  const size = parent?.type === 'CallExpression' && parent.arguments.length === 2 ? parent.arguments[1].value : null;
  return typeof size === 'number' ? inflateRawSync(Buffer.from(text, 'base64')).toString() : text;
}

function* children(node) {
  for (const [key, value] of Object.entries(node)) {
    if (key === 'parent' || value === null || typeof value !== 'object') continue;
    if (Array.isArray(value)) {
      for (const item of value) if (item !== null && typeof item === 'object') yield [key, item];
    } else if (typeof value.type === 'string') yield [key, value];
  }
}

/** Everything newer in one program: `{what, where}`; workers found in its strings go to `workers`. */
export function lintScript(code, sourceType, workers = []) {
  const problems = [];
  const used = new Set();
  let carriesPolyfills = false;
  const say = (what, node) => problems.push({ what, where: code.slice(Math.max(0, node.start - 60), node.start + 80) });
  const name = (text, node, list) => {
    if (POLYFILLED.has(text)) used.add(text);
    else if (list.has(text) && !LOOKED_AT.has(text)) say(text, node);
  };
  const stack = [[parseAst(code, { lang: 'js', sourceType }), null, '']];
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    const [node, parent, key] = entry;
    const text = textOf(node);
    if (text === 'hasOwn') carriesPolyfills = true;
    if (text !== null && text.length > WORKER_TEXT_MIN) {
      const whole = unpacked(text, parent);
      if (WORKER_START.test(whole)) workers.push(whole);
    }
    switch (node.type) {
      case 'StaticBlock':
        say('class static block', node);
        break;
      case 'BinaryExpression':
        if (node.left.type === 'PrivateIdentifier' || node.left.type === 'PrivateInExpression') say('#x in y', node);
        break;
      case 'PrivateInExpression':
        say('#x in y', node);
        break;
      case 'VariableDeclaration':
        if (node.kind.includes('using')) say('using', node);
        break;
      case 'Literal':
        if (node.regex?.flags.includes('v')) say('regex flag v', node);
        if (node.regex && /\(\?[ims]*(?:-[ims]+)?:/.test(node.regex.pattern) && !node.regex.pattern.includes('(?:'))
          say('regex modifiers', node);
        break;
      case 'MemberExpression':
        if (!node.computed) name(node.property.name, node.property, MEMBERS);
        break;
      case 'Identifier': {
        const isName = parent?.type === 'MemberExpression' && key === 'property' && !parent.computed;
        const isKey = key === 'key' && !parent?.computed;
        const isProbe = parent?.type === 'UnaryExpression' && parent.operator === 'typeof';
        if (!isName && !isKey && !isProbe) {
          if (node.name === 'structuredClone') used.add(node.name);
          else name(node.name, node, GLOBALS);
        }
        break;
      }
    }
    for (const [childKey, child] of children(node)) stack.push([child, node, childKey]);
  }
  return { problems, used, carriesPolyfills };
}

const NOT_ES5 = new Set([
  ...[
    'ArrowFunctionExpression',
    'TemplateLiteral',
    'ClassDeclaration',
    'ClassExpression',
    'SpreadElement',
    'RestElement',
  ],
  ...['ChainExpression', 'ObjectPattern', 'ArrayPattern', 'ForOfStatement', 'AwaitExpression', 'AssignmentPattern'],
]);

/** The boot check must be understood by the browsers that it is for: nothing newer than ES5. */
export function lintBoot(code) {
  const problems = [];
  const stack = [parseAst(code, { lang: 'js', sourceType: 'script' })];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    const modern =
      NOT_ES5.has(node.type) ||
      (node.type === 'VariableDeclaration' && node.kind !== 'var') ||
      (node.type === 'Property' && (node.shorthand || node.method || node.computed)) ||
      (node.type === 'CallExpression' && /,\s*\)$/.test(code.slice(node.start, node.end)));
    if (modern) problems.push({ what: `${node.type} is not ES5`, where: code.slice(node.start, node.start + 80) });
    for (const [, child] of children(node)) stack.push(child);
  }
  return problems;
}

export function lintStyle(css) {
  return STYLES.flatMap(([pattern, what]) => {
    const hit = pattern.exec(css);
    return hit === null ? [] : [{ what, where: css.slice(Math.max(0, hit.index - 60), hit.index + 60) }];
  });
}

/** Name and text of every script and style of both builds. */
function* built() {
  const site = join(dist, 'site');
  for (const folder of ['', 'assets']) {
    for (const file of readdirSync(join(site, folder))) {
      if (file === 'sw.js' || !/\.(js|css)$/.test(file)) continue;
      const path = join(site, folder, file);
      yield {
        name: `site/${file}`,
        css: file.endsWith('.css'),
        module: folder === 'assets',
        text: readFileSync(path, 'utf8'),
      };
    }
  }
  const html = readFileSync(join(dist, 'leaklens.html'), 'utf8');
  let count = 0;
  for (const match of html.matchAll(/<(script|style)([^>]*)>([\s\S]*?)<\/\1>/g)) {
    const css = match[1] === 'style';
    const packed = match[2].includes('id="packed"');
    const text = packed ? inflateRawSync(Buffer.from(match[3], 'base64')).toString() : match[3];
    yield { name: `leaklens.html#${++count}`, css, module: packed || match[2].includes('module'), text };
  }
}

function main() {
  if (!existsSync(join(dist, 'site')) || !existsSync(join(dist, 'leaklens.html')))
    throw new Error('nothing built: npm run build');
  let found = 0;
  let scripts = 0;
  let workersSeen = 0;
  let inSingleFile = 0;
  let pageCarries = false;
  const report = (name, problems) => {
    for (const { what, where } of problems) {
      found++;
      console.error(`${name}: ${what}\n    ${where.replace(/\s+/g, ' ')}`);
    }
  };
  for (const file of built()) {
    if (file.css) {
      report(file.name, lintStyle(file.text));
      continue;
    }
    scripts++;
    const workers = [];
    const page = lintScript(file.text, file.module ? 'module' : 'script', workers);
    if (!file.module) report(file.name, lintBoot(file.text));
    pageCarries ||= page.carriesPolyfills;
    report(file.name, page.problems);
    for (const text of workers) {
      workersSeen++;
      if (file.name.startsWith('leaklens.html')) inSingleFile++;
      const worker = lintScript(text, 'script');
      report(`${file.name} (worker)`, worker.problems);
      if (!worker.carriesPolyfills)
        report(`${file.name} (worker)`, [{ what: 'no polyfills inside', where: text.slice(0, 80) }]);
    }
  }
  if (!pageCarries) report('page', [{ what: 'no polyfills inside', where: '' }]);
  if (inSingleFile === 0 || workersSeen !== 2 * inSingleFile)
    report('page', [{ what: 'both builds have the same workers: the lint has lost some', where: `${workersSeen}` }]);
  console.log(`${scripts} scripts and ${workersSeen} workers read, ${found} problems`);
  process.exitCode = found === 0 ? 0 : 1;
}

if (process.argv[1] === import.meta.filename) main();
