import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { recipesWords } from '../base/words/recipes.ts';
import { RECIPES, recipesFor } from './recipes.ts';

const idsFor = (flavor: string, goShare?: number) =>
  recipesFor({ flavor, ...(goShare === undefined ? {} : { goShare }) }).map((recipe) => recipe.id);

describe('recipes', () => {
  test('are in the README as they are in the page', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    for (const { id, commands } of RECIPES) {
      expect(readme).toContain(`\n${commands.join('\n')}\n`);
      for (const part of ['', '.gives', '.limits']) expect(readme).toContain(recipesWords[`recipe.${id}${part}`]?.[0]);
    }
  });

  test('for Go callers are offered where most C stacks lack them', () => {
    expect(idsFor('memleak', 0)).toEqual(['trace-join', 'two-records', 'bcc']);
    expect(idsFor('memleak')).toEqual(idsFor('memleak', 0.2));
    expect(idsFor('perf', 0.1)).toContain('perf-fp');
    expect(idsFor('heaptrack', 0.27)).toEqual(['trace-join', 'bcc']);
    expect(idsFor('memleak', 0.7)).toEqual([]);
    expect(idsFor('heap', 0)).toEqual([]);
    expect(idsFor('toString', 0)).toEqual([]);
  });

  test('that need frame pointers of C need a rebuild, others do not', () => {
    for (const { rebuild, framePointers } of RECIPES) expect(rebuild).toBe(framePointers === 'c-and-go');
  });
});
