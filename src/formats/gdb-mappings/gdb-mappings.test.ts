import { describe, expect, test } from 'vitest';
import { mapProblems } from '../../model/maps.ts';
import { stringAt } from '../../model/strings.ts';
import { decodeWith, fixture, standsBadInput } from '../fixtures/decode-kit.ts';
import { gdbMappingsFormat } from './index.ts';

const file = fixture('info-proc-mappings.txt.gz', import.meta.url);

test('reads the table out of a gdb log', async () => {
  const { sources, report } = await decodeWith(gdbMappingsFormat, file);
  const map = sources[0]?.maps;
  if (map === undefined) throw new Error('no map');
  expect(mapProblems(map)).toEqual([]);
  expect(report.skipped).toEqual([]);
  expect(sources.length).toBe(1);
  expect(map.pid).toBe(16457);
  expect(map.length).toBe(new TextDecoder().decode(file).match(/^ +0x[0-9a-f]+ +0x[0-9a-f]+ +0x/gm)?.length);
  expect(stringAt(map.strings, map.perms[1] as number)).toBe('r-xp');
  expect(stringAt(map.strings, map.name[6] as number)).toBe('[heap]');
});

test.each([
  [
    'before 12, no permissions',
    '\tStart Addr   End Addr       Size     Offset objfile',
    '            0x400000           0x402000     0x2000        0x0 /a b',
    '',
  ],
  [
    'newest, left-justified',
    'Start Addr         End Addr           Size               Offset             Perms File',
    '0x0000000000400000 0x0000000000402000 0x0000000000002000 0x0000000000000000 r--p  /a b',
    'r--p',
  ],
])('gdb %s', async (_, head, row, perms) => {
  const { sources } = await decodeWith(gdbMappingsFormat, `process 9\nMapped address spaces:\n\n${head}\n${row}\n`);
  const map = sources[0]?.maps;
  expect(map?.limit[0]).toBe(0x402000n);
  expect(map === undefined ? '' : stringAt(map.strings, map.name[0] as number)).toBe('/a b');
  expect(map === undefined ? '?' : stringAt(map.strings, map.perms[0] as number)).toBe(perms);
});

describe('bad input', () => {
  const text = new TextDecoder().decode(file);
  const from = text.indexOf('process 16457');
  standsBadInput(gdbMappingsFormat, new TextEncoder().encode(text.slice(from, from + 1200)));
});
