import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { factsOf } from './facts.ts';
import { openFile } from './open.ts';

const binaries = async (path: string) => {
  const blob = new Blob([readFileSync(new URL(path, import.meta.url))]);
  const files = await openFile(
    { blob, name: 'f', lastModified: 0, maxRawBytes: 2 ** 30, legacyDropFrames: false },
    () => {},
  );
  return files.flatMap((file) => file.sources.map((source, i) => factsOf(file, source, i).binary));
};

test('every report of a memleak file is of one program, whichever library comes first in it', async () => {
  expect(new Set(await binaries('./memleak/fixtures/joint-libbpf.txt.gz'))).toEqual(new Set(['cgoleak-go1.24']));
});

test('the program is not a library, nor the kernel', async () => {
  expect(await binaries('./heaptrack/fixtures/ctool.txt.gz')).toEqual(['ctool']);
  expect(await binaries('./bpftrace/fixtures/bpftrace-profile-perfstack.txt.gz')).toEqual(['cgodemo123']);
  expect(await binaries('./dhat/fixtures/ctool.json.gz')).toEqual(['']);
});
