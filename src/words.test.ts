import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ALL_WORDS } from './base/words/all.ts';
import { BOOK } from './base/words/book.ts';
import { cliWords } from './base/words/cli.ts';
import { cliHelpWords } from './base/words/cli-help.ts';
import type { Words } from './base/words/words.ts';

const src = import.meta.dirname;
const areas = import.meta.glob<Record<string, Words>>('./base/words/*.ts', { eager: true });
/** The page's words and the command's, which are merged where they are said (src/cli/say.ts). */
const words: Words = { ...ALL_WORDS, ...cliWords, ...cliHelpWords };
const keys = new Set(Object.keys(words));
const firstParts = new Set([...keys].map((key) => key.slice(0, key.indexOf('.'))));

const code = [src, join(src, '../workers')]
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name)),
  )
  .filter((path) => !/[\\/](?:words|fixtures)[\\/]/.test(path))
  .map((path) => ({ path: path.slice(src.length + 1), text: readFileSync(path, 'utf8') }));

const placesOf = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

/** A module and all that it imports statically, which is what a page fetches at once. Words themselves are left out. */
function firstScript(start: string): readonly string[] {
  const found = [start];
  for (const path of found) {
    const imports = readFileSync(path, 'utf8').matchAll(
      /^(?:import|export)\s+(?!type\b)[^;'"()]*?['"](\.[^'"]+\.tsx?)['"]/gm,
    );
    for (const [, specifier = ''] of imports) {
      const next = join(path, '..', specifier);
      if (!found.includes(next) && !/[\\/]words[\\/]/.test(next)) found.push(next);
    }
  }
  return found;
}

describe('the words', () => {
  test('of every area are merged, no key twice', () => {
    const merged = Object.values(areas).flatMap((module) =>
      Object.entries(module).filter(([name]) => name.endsWith('Words') && name !== 'ALL_WORDS'),
    );
    const all = merged.flatMap(([, words]) => Object.keys(words));
    expect(all.filter((key) => !keys.has(key))).toEqual([]);
    expect(all.filter((key, i) => all.indexOf(key) !== i)).toEqual([]);
    expect(all.length).toBeGreaterThan(0);
  });

  test('are there in both languages with the same places', () => {
    const odd = Object.entries(words).filter(
      ([, [en, zh]]) => en.trim() === '' || zh.trim() === '' || placesOf(en).join() !== placesOf(zh).join(),
    );
    expect(odd.map(([key]) => key)).toEqual([]);
  });

  test('speak as the design says: no exclamation, no begging, no cheering', () => {
    const loud = Object.entries(words).filter(
      ([, [en, zh]]) => /!(?!=)|\b(?:please|oops|successfully)\b/i.test(en) || /！|请您/.test(zh),
    );
    expect(loud.map(([key]) => key)).toEqual([]);
  });

  test('exist for every key that the code names', () => {
    const unknown = code.flatMap(({ path, text }) =>
      [...text.matchAll(/(['"`])([a-z][A-Za-z]*)((?:\.[A-Za-z0-9-]+)*\.?)(\1|\$\{)/g)].flatMap((match) => {
        const area = match[2] ?? '';
        const rest = match[3] ?? '';
        if (!firstParts.has(area) || !rest.startsWith('.')) return [];
        const name = `${area}${rest}`;
        const known = match[4] === '${' ? [...keys].some((key) => key.startsWith(name)) : keys.has(name);
        return known ? [] : [`${path}: ${name}`];
      }),
    );
    expect(unknown).toEqual([]);
  });

  test('are in the book from the start where the first script names them', () => {
    const first = firstScript(join(src, 'app/main.tsx'));
    expect(first.length).toBeGreaterThan(30);
    const texts = first.map((path) => readFileSync(path, 'utf8')).join('\n');
    const named = [...keys].filter((key) => texts.includes(`'${key}'`));
    expect(named.length).toBeGreaterThan(30);
    // A crash is told in the import report, a view.
    expect(named.filter((key) => !(key in BOOK) && key !== 'state.crash')).toEqual([]);
  });

  test('are all used', () => {
    const whole = code.map(({ text }) => text).join('\n');
    const prefixes = [...whole.matchAll(/`([a-z][A-Za-z]*\.[A-Za-z0-9.-]*)\$\{/g)].map((match) => match[1] ?? '');
    const unused = [...keys].filter(
      (key) =>
        !whole.includes(`'${key}'`) &&
        !whole.includes(`\`${key}\``) &&
        !prefixes.some((prefix) => key.startsWith(prefix)),
    );
    expect(unused).toEqual([]);
  });
});
