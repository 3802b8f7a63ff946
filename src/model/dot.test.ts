import { expect, test } from 'vitest';
import { dotQuote, dotText } from './dot.ts';

test('quotes, line ends, backslashes and HTML in names stay text', () => {
  expect(dotQuote('a"b')).toBe('"a\\"b"');
  expect(dotQuote('a\nb\r\nc')).toBe('"a\\nb\\nc"');
  expect(dotQuote('back\\N')).toBe('"back\\\\N"');
  expect(dotQuote('<b>x</b>')).toBe('"<b>x</b>"');
  expect(dotQuote('"]; evil [label="')).toBe('"\\"]; evil [label=\\""');
});

test('one line per node and edge', () => {
  const text = dotText(
    { rankdir: 'TB' },
    [{ id: 'n0', attributes: { label: 'std::map<int, "x">' } }],
    [{ from: 'n0', to: 'n0', attributes: { style: 'dotted' } }],
  );
  expect(text.split('\n')).toEqual([
    'digraph {',
    ' graph [rankdir="TB"];',
    ' node [shape="box"];',
    ' "n0" [label="std::map<int, \\"x\\">"];',
    ' "n0" -> "n0" [style="dotted"];',
    '}',
    '',
  ]);
});
