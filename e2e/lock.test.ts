import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { missingOptional } from './complete-lock.mjs';

const lock: { packages: Record<string, unknown> } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../package-lock.json'), 'utf8'),
);

test('the lock names the packages of every platform (else: node e2e/complete-lock.mjs)', () => {
  expect(missingOptional(lock.packages).map(([path]) => path)).toEqual([]);
  const bare = { '': {}, 'node_modules/a': { dev: true, optionalDependencies: { '@x/a-linux-arm64-musl': '1.2.3' } } };
  expect(missingOptional(bare)).toEqual([
    [
      'node_modules/@x/a-linux-arm64-musl',
      { version: '1.2.3', cpu: ['arm64'], dev: true, libc: ['musl'], optional: true, os: ['linux'] },
    ],
  ]);
});
