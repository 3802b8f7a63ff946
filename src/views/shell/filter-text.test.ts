import { describe, expect, it } from 'vitest';
import { completions, filterText, parseFilter } from './filter-text.ts';

describe('what is typed into the filter field', () => {
  it.each([
    ['leakOnce', { verb: 'focus', value: 'leakOnce' }],
    ['hide json', { verb: 'hide', value: 'json' }],
    ['show_from=main\\.', { verb: 'show_from', value: 'main\\.' }],
    ['show-from main', { verb: 'show_from', value: 'main' }],
    ['label tenant=a', { verb: 'tagfocus', value: 'tenant=a' }],
    ['main hide', { verb: 'focus', value: 'main hide' }],
    ['focus hide x', { verb: 'focus', value: 'hide x' }],
  ])('%s', (text, filter) => {
    expect(parseFilter(text)).toEqual(filter);
  });

  it('has no value yet', () => {
    expect(parseFilter('')).toBeNull();
    expect(parseFilter('  hide ')).toBeNull();
    expect(parseFilter('show')).toBeNull();
  });

  it('completes verbs and only verbs', () => {
    expect(completions('sh')).toEqual(['show', 'show_from']);
    expect(completions('show')).toEqual(['show_from']);
    expect(completions('hide j')).toEqual([]);
  });

  it('reads back what it writes', () => {
    const filter = { verb: 'tagignore', value: 'a b' } as const;
    expect(parseFilter(filterText(filter))).toEqual(filter);
  });
});
