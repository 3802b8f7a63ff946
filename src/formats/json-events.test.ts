import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type JsonEvents, readJson } from './json-events.ts';
import { memorySource } from './test-source.ts';

class Log implements JsonEvents {
  readonly seen: string[] = [];
  open(array: boolean): void {
    this.seen.push(array ? '[' : '{');
  }
  close(array: boolean): void {
    this.seen.push(array ? ']' : '}');
  }
  key(name: string): void {
    this.seen.push(`${JSON.stringify(name)}:`);
  }
  scalar(text: string, quoted: boolean): void {
    this.seen.push(quoted ? JSON.stringify(text) : text);
  }
  broken(offset: number): void {
    this.seen.push(`!${offset}`);
  }
}

async function read(text: string, chunk = 65_536): Promise<[string, boolean]> {
  const log = new Log();
  const whole = await readJson(memorySource(text, chunk), log);
  return [log.seen.join(' '), whole];
}

/** The same events from a value in memory. */
function eventsOf(value: unknown, log: JsonEvents): void {
  if (typeof value !== 'object' || value === null) {
    log.scalar(typeof value === 'string' ? value : JSON.stringify(value), typeof value === 'string');
    return;
  }
  log.open(Array.isArray(value));
  for (const [key, inner] of Object.entries(value)) {
    if (!Array.isArray(value)) log.key(key);
    eventsOf(inner, log);
  }
  log.close(Array.isArray(value));
}

test('any value gives its events, in any chunk size, with and without spaces', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), fc.integer({ min: 1, max: 9 }), fc.boolean(), async (value, chunk, wide) => {
      const log = new Log();
      // JSON.stringify changes -0 and some keys' order: what it wrote is what counts.
      const text = JSON.stringify(value, null, wide ? 2 : 0);
      eventsOf(JSON.parse(text), log);
      expect(await read(text, chunk)).toEqual([log.seen.join(' '), true]);
    }),
    { numRuns: 300 },
  );
});

test('keys that occur twice come twice; lines are read one after another', async () => {
  expect(await read('{"a": 1, "a": 2}\n{"b": []}\n')).toEqual(['{ "a": 1 "a": 2 } { "b": [ ] }', true]);
});

test('UTF-16 of ASCII and byte order marks', async () => {
  const log = new Log();
  const wide = new Uint8Array(new Uint16Array([...'\ufeff{"a": 1}'].map((c) => c.charCodeAt(0))).buffer);
  expect(await readJson(memorySource(wide), log)).toBe(true);
  expect(log.seen.join(' ')).toBe('{ "a": 1 }');
  expect(await read('\ufeff{"a": 1}')).toEqual(['{ "a": 1 }', true]);
});

test('damage is told with its offset, and the next line is read', async () => {
  expect(await read('{"a": [1}\n{"b": 2}\n')).toEqual(['{ "a": [ 1 !8 { "b": 2 }', true]);
  expect((await read('{"a": ["x'))[1]).toBe(false);
  expect((await read('['.repeat(70)))[0]).toContain('!64');
});
