import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_LINE_BYTES, scanLines } from './lines.ts';
import { memorySource } from './test-source.ts';

interface Seen {
  text: string;
  offset: number;
  number: number;
  cut: boolean;
  ended: boolean;
}

async function linesOf(content: string | Uint8Array, chunk: number): Promise<Seen[]> {
  const seen: Seen[] = [];
  await scanLines(memorySource(content, chunk), (line) => {
    seen.push({ text: line.text(), offset: line.offset, number: line.number, cut: line.cut, ended: line.ended });
    return true;
  });
  return seen;
}

const texts = async (content: string | Uint8Array, chunk = 7) => (await linesOf(content, chunk)).map((l) => l.text);

function utf16(text: string, little: boolean, mark = true): Uint8Array {
  const view = new DataView(new ArrayBuffer(2 * (text.length + (mark ? 1 : 0))));
  const all = mark ? `\ufeff${text}` : text;
  for (let i = 0; i < all.length; i++) view.setUint16(2 * i, all.charCodeAt(i), little);
  return new Uint8Array(view.buffer);
}

test('lines, their offsets and numbers are the same for any chunk size', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: fc.constantFrom('a', 'é', '火', ' ', '\t') })),
      fc.nat(20),
      async (lines, n) => {
        const content = lines.map((l) => `${l}\n`).join('');
        const encoder = new TextEncoder();
        let offset = 0;
        const wanted = lines.map((text, i) => {
          const line = { text, offset, number: i + 1, cut: false, ended: true };
          offset += encoder.encode(text).length + 1;
          return line;
        });
        expect(await linesOf(content, n + 1)).toEqual(wanted);
      },
    ),
  );
});

test('CRLF, byte order mark, colours and NULs are taken away', async () => {
  expect(await texts('\ufeffa\r\nb\r\n')).toEqual(['a', 'b']);
  expect(await texts('\x1b[1;31mred\x1b[0m plain\n\0\0\0x\n')).toEqual(['red plain', 'x']);
  expect((await linesOf('\ufeffa\r\nb', 1))[1]).toEqual({ text: 'b', offset: 6, number: 2, cut: false, ended: false });
});

test.each([true, false])('UTF-16, little endian: %s', async (little) => {
  for (const chunk of [1, 3, 100]) {
    expect(await texts(utf16('goroutine 火🔥\nb\r\n', little), chunk)).toEqual(['goroutine 火🔥', 'b']);
    expect(await texts(utf16('plain\nb\n', little, false), chunk)).toEqual(['plain', 'b']);
  }
  expect((await linesOf(utf16('a🔥\nb\n', little), 5))[1]?.offset).toBe(2 + 2 * 4);
});

test('a line beyond the limit is cut, the next one is whole', async () => {
  const seen = await linesOf(`${'x'.repeat(MAX_LINE_BYTES + 10)}\nnext\n`, 60_000);
  expect(seen.map((l) => [l.text.length, l.cut])).toEqual([
    [MAX_LINE_BYTES, true],
    [4, false],
  ]);
  expect(seen[1]?.offset).toBe(MAX_LINE_BYTES + 11);
});

test('stops when told to', async () => {
  const seen: string[] = [];
  await scanLines(memorySource('a\nb\nc\n', 1), (line) => {
    seen.push(line.text());
    return seen.length < 2;
  });
  expect(seen).toEqual(['a', 'b']);
});
