import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AnySource } from '../../model/source.ts';
import type { Timeline } from '../../model/timeline.ts';
import { type Decoded, decodeWith, fixture, standsBadInput } from '../fixtures/decode-kit.ts';
import type { Format } from '../format.ts';
import { sniffHead } from '../sniff-head.ts';
import { expositionFormat } from './exposition.ts';
import { jsonLinesFormat } from './json-lines.ts';
import { prometheusFormat } from './prometheus.ts';
import { psFormat } from './ps.ts';
import { timeTableFormat } from './table.ts';
import { unitOf } from './units.ts';

const bytes = (name: string) => fixture(name, import.meta.url);
const scoreOf = (format: Format<AnySource>, text: string) =>
  format.sniff(sniffHead(new TextEncoder().encode(text), true))?.score ?? 0;

function timelineOf(decoded: Decoded): Timeline {
  const timeline = decoded.timelines[0]?.timeline;
  if (timeline === undefined) throw new Error(`no timeline: ${decoded.report.error?.what.key}`);
  return timeline;
}

const curve = (timeline: Timeline, name: string) => {
  const series = timeline.series.find((s) => s.name === name);
  return { unit: series?.unit, time: [...(series?.time ?? [])], value: [...(series?.value ?? [])] };
};
const everyNs = (step: number) => [0, 1, 2, 3, 4, 5].map((i) => i * step);
const RSS = [15048704, 19116032, 22630400, 26619904, 32358400, 36000000];
const RSS_KIB = RSS.map((r) => Math.floor(r / 1024) * 1024);

describe('tables', () => {
  test('CSV with dates, KiB by the heading, quoted cells', async () => {
    const decoded = await decodeWith(timeTableFormat, bytes('rss.csv.gz'));
    const timeline = timelineOf(decoded);
    expect(timeline.clock).toMatchObject({ kind: 'unix', origin: 1_795_225_329_500_000_000n });
    expect(curve(timeline, 'VmRSS kB')).toEqual({ unit: 'bytes', time: everyNs(60e9), value: RSS_KIB });
    expect(curve(timeline, 'goroutines').unit).toBe('count');
    expect(timeline.series.map((s) => s.name)).toEqual(['VmRSS kB', 'goroutines']);
    expect(decoded.report.guesses[0]?.args?.values).toBe('VmRSS kB (bytes), goroutines (count)');
    expect(timeline.captures?.method).toBe('stated');
  });

  test('pidstat -h: columns between spaces, heading behind a #', async () => {
    const timeline = timelineOf(await decodeWith(timeTableFormat, bytes('pidstat.txt.gz')));
    expect(curve(timeline, 'RSS')).toEqual({ unit: 'bytes', time: everyNs(5e9), value: RSS_KIB });
    expect(curve(timeline, '%MEM').unit).toBe('percent');
    expect(timeline.series.some((s) => s.name === 'Command')).toBe(false);
  });

  test.each([
    ['s', '1795225329', '1795225334', '1795225339'],
    ['s with decimals', '1795225329.000', '1795225334.000', '1795225339.000'],
    ['ms', '1795225329000', '1795225334000', '1795225339000'],
    ['µs', '1795225329000000', '1795225334000000', '1795225339000000'],
    ['ns', '1795225329000000000', '1795225334000000000', '1795225339000000000'],
    ['dates with an offset', '2026-11-21T02:42:09+01:00', '2026-11-21T02:42:14+01:00', '2026-11-21T02:42:19+01:00'],
  ])('unix times in %s', async (_, ...times) => {
    for (const separator of [',', '\t', ';', '  ']) {
      const text = times.map((t, i) => `${t}${separator}${100 + i}`).join('\n');
      expect(scoreOf(timeTableFormat, text)).toBe(55);
      const timeline = timelineOf(await decodeWith(timeTableFormat, text));
      expect(timeline.clock.origin).toBe(1_795_225_329_000_000_000n);
      expect(curve(timeline, '2')).toEqual({ unit: '', time: [0, 5e9, 10e9], value: [100, 101, 102] });
    }
  });

  test('seconds since a start need a heading, and end at the date of the file', async () => {
    const text = 'elapsed,rss_bytes\n0,5\n1.5,6\n3,7\n';
    const millis = Date.UTC(2026, 10, 21, 1, 42, 9);
    const decoded = await decodeWith(timeTableFormat, text, 65_536, {}, millis);
    const timeline = timelineOf(decoded);
    expect(timeline.clock.origin).toBe(BigInt(millis - 3000) * 1_000_000n);
    expect(timeline.captures?.method).toBe('file time');
    expect(decoded.report.guesses.map((g) => g.key)).toContain('series.relative');
    expect((await decodeWith(timeTableFormat, text)).report.error?.what.key).toBe('stats.noTime');
  });

  test('columns can be chosen', async () => {
    const text = 'a,b,c\n10,1795225329,7\n20,1795225330,8\n30,1795225331,9\n';
    expect(scoreOf(timeTableFormat, text)).toBe(0);
    const columns = { time: 'b', values: [{ name: 'a', unit: 'bytes', factor: 1024 }] };
    const timeline = timelineOf(await decodeWith(timeTableFormat, text, 65_536, { columns }));
    expect(timeline.series.map((s) => s.name)).toEqual(['a']);
    expect(curve(timeline, 'a')).toEqual({ unit: 'bytes', time: [0, 1e9, 2e9], value: [10240, 20480, 30720] });
  });

  test('rows that go back are sorted, rows without a time are skipped with their place', async () => {
    const text = 'time,v\n1795225329,1\n1795225335,3\n1795225332,2\nnever,4\n1795225338,x\n1795225340,5\n';
    const decoded = await decodeWith(timeTableFormat, text);
    const columns = { time: 'time', values: [{ name: 'v', unit: '', factor: 1 }] };
    expect(decoded.report.error?.what.key).toBe('series.noTable');
    const many = `time,v\n${Array.from({ length: 60 }, (_, i) => `${1795225329 + (i === 7 ? 0 : i)},${i}`).join('\n')}\nnever,4\n`;
    const found = await decodeWith(timeTableFormat, many, 65_536, { columns });
    expect(found.report.notes.map((n) => n.key)).toContain('series.backwards');
    expect(found.report.skipped[0]).toMatchObject({ reason: { key: 'series.skip.time' }, first: [{ line: 62 }] });
    const { time } = curve(timelineOf(found), 'v');
    expect(time).toEqual([...time].sort((a, b) => a - b));
  });

  test.each([
    ['folded stacks', 'main;runtime.main;a 10\nmain;b 20\nmain;c 30\nmain;d 40\n'],
    ['folded stacks that begin with a number', '1795225329;a 1\n1795225330;b 2\n1795225331;c 3\n'],
    [
      'a log',
      '2026-11-21T01:42:09Z INFO took 5 ms\n2026-11-21T01:42:10Z INFO took 6 ms\n2026-11-21T01:42:11Z WARN took 7 ms\n',
    ],
    ['a table of names', 'name,size\na,1\nb,2\nc,3\n'],
    ['a table of numbers', 'id,size\n1795225329,1\n1795225330,2\n1795225331,3\n'],
    ['a matrix', '1,2,3\n4,5,6\n7,8,9\n'],
    ['prose', 'the time is now\nand then\nand again\n'],
    ['memory sizes', '1024 5\n2048 6\n4096 7\n'],
  ])('%s are none', (_, text) => {
    expect(scoreOf(timeTableFormat, text)).toBe(0);
    expect(scoreOf(psFormat, text)).toBe(0);
    expect(scoreOf(jsonLinesFormat, text)).toBe(0);
  });

  test('a million rows are read as columns', async () => {
    const rows = Array.from({ length: 200_000 }, (_, i) => `${1_795_000_000 + i},${i % 1000}`).join('\n');
    const timeline = timelineOf(await decodeWith(timeTableFormat, `time,rss_bytes\n${rows}\n`));
    const [series] = timeline.series;
    expect(series).toMatchObject({ n: 200_000, min: 0, max: 999 });
    expect(series?.time.length).toBeLessThanOrEqual(65_536);
  });

  test('any table that is written is read again', async () => {
    const cells = fc.array(fc.tuple(fc.nat(1e6), fc.double({ noNaN: true, min: -1e12, max: 1e12 })), {
      minLength: 3,
      maxLength: 50,
    });
    await fc.assert(
      fc.asyncProperty(cells, fc.constantFrom(',', '\t', ';'), async (rows, separator) => {
        let t = 1_795_225_329;
        // A negative zero is written as 0.
        const table = rows.map(([step, v]) => [(t += 1 + step), v + 0] as const);
        const text = `time${separator}v\n${table.map((r) => r.join(separator)).join('\n')}\n`;
        const { value, time } = curve(timelineOf(await decodeWith(timeTableFormat, text)), 'v');
        expect(value).toEqual(table.map(([, v]) => v));
        expect(time).toEqual(table.map(([at]) => (at - (table[0]?.[0] ?? 0)) * 1e9));
      }),
      { numRuns: 50 },
    );
  });

  standsBadInput(timeTableFormat, bytes('rss.csv.gz'));
});

describe('JSON lines', () => {
  test('a time and values per line', async () => {
    const timeline = timelineOf(await decodeWith(jsonLinesFormat, bytes('rss.jsonl.gz')));
    expect(curve(timeline, 'rss_bytes')).toEqual({ unit: 'bytes', time: everyNs(5e9), value: RSS });
  });

  test('records of a log are none', () => {
    const log =
      '{"level":"info","ts":1795225329.5,"msg":"done","ms":5}\n{"level":"info","ts":1795225330.5,"msg":"done","ms":6}\n';
    expect(scoreOf(jsonLinesFormat, log)).toBe(0);
  });

  standsBadInput(jsonLinesFormat, bytes('rss.jsonl.gz'));
});

describe('Prometheus', () => {
  test('query_range: a series per metric with its labels', async () => {
    const decoded = await decodeWith(prometheusFormat, bytes('query-range.json.gz'));
    const timeline = timelineOf(decoded);
    const name = 'process_resident_memory_bytes{instance="10.0.0.1:6060"}';
    expect(curve(timeline, name)).toEqual({ unit: 'bytes', time: everyNs(15e9), value: RSS });
    expect(timeline.clock.origin).toBe(1_795_225_329_781_000_000n);
    expect(timeline.series.length).toBe(2);
    expect(decoded.report.notes).toEqual([]);
  });

  test('/metrics: figures of one moment between its newest GC and the date of the file', async () => {
    const gc = 1_795_225_196_790n;
    const decoded = await decodeWith(expositionFormat, bytes('metrics.txt.gz'), 65_536, {}, Number(gc) + 5000);
    const timeline = timelineOf(decoded);
    expect(decoded.report.skipped).toEqual([]);
    expect(curve(timeline, 'process_resident_memory_bytes').value).toEqual([26_619_904]);
    expect(curve(timeline, 'Go retained').value).toEqual([47_273_224 - 3_678_208]);
    expect(timeline.captures?.method).toBe('file time');
    expect(timeline.captures?.earliest[0]).toBeCloseTo(-4_999.1e6, -6);
  });

  standsBadInput(prometheusFormat, bytes('query-range.json.gz'));
  standsBadInput(expositionFormat, bytes('metrics.txt.gz').subarray(0, 900));
});

describe('ps in a loop', () => {
  test('with its heading', async () => {
    const timeline = timelineOf(await decodeWith(psFormat, bytes('ps-loop.txt.gz')));
    expect(curve(timeline, 'RSS 11721')).toEqual({ unit: 'bytes', time: everyNs(5e9), value: RSS_KIB });
  });

  test('bare numbers between times', async () => {
    const text = '1795225329\n18668\n1795225334\n19000\n';
    expect(scoreOf(psFormat, text)).toBe(56);
    const decoded = await decodeWith(psFormat, text);
    expect(curve(timelineOf(decoded), 'RSS').value).toEqual([18668 * 1024, 19000 * 1024]);
    expect(decoded.report.guesses.map((g) => g.key)).toContain('series.ps.bare');
  });

  standsBadInput(psFormat, bytes('ps-loop.txt.gz'));
});

test.each([
  ['RSS', 'bytes', 1024],
  ['rss_bytes', 'bytes', 1],
  ['VmRSS kB', 'bytes', 1024],
  ['mem (MiB)', 'bytes', 1024 ** 2],
  ['latency_ms', 'nanoseconds', 1e6],
  ['gc_seconds', 'seconds', 1],
  ['cpu %', 'percent', 1],
  ['goroutines', 'count', 1],
  ['temperature', '', 1],
])('unit of %s', (heading, unit, factor) => {
  expect(unitOf(heading)).toEqual({ unit, factor });
});
