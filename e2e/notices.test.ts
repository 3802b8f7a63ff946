import { join } from 'node:path';
import { expect, test } from 'vitest';
import { collectNotices } from './build/notices.ts';

test('the notices hold the licence of Graphviz, which its package leaves out, as a whole', () => {
  const text = collectNotices(join(import.meta.dirname, '..'));
  const graphviz = text.split('-'.repeat(79)).find((part) => part.includes('@hpcc-js/wasm-graphviz'));
  expect(graphviz).toContain('Apache License');
  expect(graphviz).toContain('https://gitlab.com/graphviz/graphviz');
  expect(graphviz).toMatch(/Eclipse Public License - v 2\.0\s+THE ACCOMPANYING PROGRAM IS PROVIDED/);
  expect(graphviz).toContain('Exhibit A – Form of Secondary Licenses Notice');
});
