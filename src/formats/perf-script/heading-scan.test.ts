import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseHeading } from './header.ts';
import { HeadingScanner } from './heading-scan.ts';

const word = (...words: string[]) => fc.constantFrom(...words);
const heading = fc
  .tuple(
    word('', '', '   ', 'VM:    7 ', 'VM: 1 VCPU:002 '),
    word('shopd', 'c worker 1', '1234', '', ' lead', '[kworker/0:1]', '#hash', 't 99 [000]', 'a 1.000001: b', 'é'),
    word(' ', '  ', ''),
    word('4242/4251', '17', '-1', ':-1', '99/-1', 'x'),
    word(' [001] ', ' ', '  [12] ', ' [1234]  '),
    word('', 'U      ', '2026-10-15 09:00:00.123456 '),
    word('5000.000115: ', '  1.123456789:  ', '1.5: ', '0.000000:', '12345678901234567.000001: ', '7.000001: '),
    word('', '     16 ', '1 2 ', '99999999999999999999 '),
    word('cycles:u:', 'probe_libc:malloc__return:', 'cpu/event=0x3c/:', 'x', ':', 'PERF_RECORD_LOST lost 15', 'a:b:: '),
    word('', ' ', ' (7f <- 4d) ret=0x7f', '      7f f+0x1 (/x)', 'y'),
  )
  .map((parts) => parts.join(''));

test('what the scanner takes, header.ts reads the same', () => {
  const scanner = new HeadingScanner();
  let taken = 0;
  fc.assert(
    fc.property(heading, (line) => {
      const bytes = new TextEncoder().encode(`before\n${line}\nafter 1.000001: x: \n`);
      const from = 7;
      const to = bytes.indexOf(10, from);
      if (!scanner.scan(bytes, from, to)) return;
      taken++;
      const { task, event, time, period, payload } = {
        task: scanner.task(scanner.prefix),
        event: scanner.eventName(scanner.event),
        time: scanner.time,
        period: scanner.period,
        payload: new TextDecoder().decode(bytes.subarray(scanner.payload, to)),
      };
      expect({ ...task, event, time, period, payload, record: '' }).toEqual(parseHeading(line));
    }),
    { numRuns: 20_000 },
  );
  expect(taken).toBeGreaterThan(500);
});
