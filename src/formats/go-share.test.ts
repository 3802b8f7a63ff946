import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { factsOf } from './facts.ts';
import { openFile } from './open.ts';

/** Share of stacks that reach a goroutine, of the first source of a fixture. */
async function shareOf(path: string): Promise<number | undefined> {
  const blob = new Blob([readFileSync(new URL(path, import.meta.url))]);
  const job = { blob, name: path, lastModified: 0, maxRawBytes: 1e9, legacyDropFrames: false };
  const [file] = await openFile(job, () => undefined);
  const source = file?.sources[0];
  return source === undefined ? undefined : factsOf({ name: path, key: 'k' }, source, 0).goShare;
}

test('stacks with frame pointers reach Go, those without end at the border', async () => {
  expect(await shareOf('memleak/fixtures/libbpf-123.txt.gz')).toBeGreaterThan(0.5);
  expect(await shareOf('memleak/fixtures/nofp.txt')).toBeLessThan(0.5);
  expect(await shareOf('memleak/fixtures/libbpf-allocmix-a.txt.gz')).toBe(0);
  expect(await shareOf('heaptrack/fixtures/cgodemo.txt.gz')).toBeLessThan(0.5);
});
