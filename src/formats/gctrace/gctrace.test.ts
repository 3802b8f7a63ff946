import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { GcCycles, Timeline } from '../../model/timeline.ts';
import { decodeWith, fixture, jsonFixture, standsBadInput } from '../fixtures/decode-kit.ts';
import { gctraceFormat } from './index.ts';

const MIB = 2 ** 20;
const MS = 1e6;

interface Golden {
  readonly cycles: number;
  readonly forced: number;
  readonly forced_n: readonly number[];
  readonly scav_lines: number;
  readonly pacer_lines: number;
  readonly cycles_detail: readonly {
    readonly n: number;
    readonly t_s: number;
    readonly cpu_pct: number;
    readonly clock_ms: readonly number[];
    readonly cpu: string;
    readonly before_mb: number;
    readonly after_mark_mb: number;
    readonly live_mb: number;
    readonly goal_mb: number;
    readonly p: number;
    readonly forced: boolean;
  }[];
}

const bytes = (name: string) => fixture(name, import.meta.url);
const textOf = (name: string) => new TextDecoder().decode(bytes(name));

async function timelines(content: Uint8Array | string, chunk = 65_536): Promise<readonly Timeline[]> {
  const { timelines: found } = await decodeWith(gctraceFormat, content, chunk);
  return found.map((s) => s.timeline);
}

async function onlyTimeline(content: Uint8Array | string): Promise<Timeline> {
  const [first, ...others] = await timelines(content);
  expect(others).toEqual([]);
  if (first === undefined) throw new Error('no timeline');
  return first;
}

/** Rows of a golden out of the table. */
function rowsOf(timeline: Timeline) {
  const { gc, clock } = timeline;
  const ms = (ns: number | undefined) => (ns ?? Number.NaN) / MS;
  return Array.from({ length: gc.length }, (_, i) => ({
    n: gc.n[i],
    t_s: Math.round((Number(clock.origin) + (gc.begin[i] as number)) / MS) / 1000,
    cpu_pct: gc.cpuPercent[i],
    clock_ms: [ms(gc.clockSweepTerm[i]), ms(gc.clockMark[i]), ms(gc.clockMarkTerm[i])],
    cpu: [gc.cpuSweepTerm, gc.cpuAssist, gc.cpuBackground, gc.cpuIdle, gc.cpuMarkTerm].map((c) => ms(c[i])),
    before_mb: (gc.heapStart[i] as number) / MIB,
    after_mark_mb: (gc.heapEnd[i] as number) / MIB,
    live_mb: (gc.live[i] as number) / MIB,
    goal_mb: (gc.goal[i] as number) / MIB,
    p: gc.procs[i],
    forced: gc.forced[i] === 1,
  }));
}

describe.each(['go1.19-plain', 'go1.23-chatter', 'go1.24-chatter', 'go1.24-plain', 'go1.24-pacer'])('%s', (name) => {
  test('every field equals the golden', async () => {
    const golden = jsonFixture(`${name}.golden.json.gz`, import.meta.url) as Golden;
    const timeline = await onlyTimeline(bytes(`${name}.log.gz`));
    const wanted = golden.cycles_detail.map((c) => ({ ...c, cpu: c.cpu.split(/[+/]/).map(Number) }));
    expect(rowsOf(timeline)).toEqual(wanted);
    expect(timeline.counts.gc).toBe(golden.cycles);
    expect(timeline.counts.scavtrace ?? 0).toBe(golden.scav_lines);
    expect(timeline.counts.gcpacertrace ?? 0).toBe(golden.pacer_lines);
    expect(timeline.stw.length).toBe(2 * golden.cycles);
  });
});

/** PauseTotal of debug.GCStats at the end of the same run. */
test.each([
  ['go1.19-plain', 19_737_210],
  ['go1.23-chatter', 8_781_379],
  ['go1.24-chatter', 143_114_314],
  ['go1.24-plain', 363_990_676],
  ['go1.24-pacer', 12_867_768],
])('%s: the pauses add up to what the runtime counted, within two digits', async (name, total) => {
  const { stw } = await onlyTimeline(bytes(`${name}.log.gz`));
  let sum = 0;
  for (let i = 0; i < stw.length; i++) sum += (stw.end[i] as number) - (stw.begin[i] as number);
  expect(Math.abs(sum / total - 1)).toBeLessThan(0.03);
});

const numbers = (gc: GcCycles) => Array.from(gc.n);
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

test('65 of 1,003 lines broken by a logger are put together: no number is missing', async () => {
  const { timelines: found, report } = await decodeWith(gctraceFormat, bytes('go1.19.interleaved.log.gz'));
  expect(found.length).toBe(1);
  expect(numbers((found[0] as { timeline: Timeline }).timeline.gc)).toEqual(upTo(1003));
  expect(report.skipped).toEqual([]);
  expect(report.notes).toContainEqual({ key: 'timeline.gctrace.repaired', args: { count: 65 } });
});

describe.each(['docker-json', 'cri', 'journald', 'compose'])('wrapped by %s', (wrapper) => {
  const log = textOf(`wrapped.${wrapper}.log.gz`);

  test('all lines are there', async () => {
    const { timelines: found, report } = await decodeWith(gctraceFormat, log);
    const timeline = found[0]?.timeline as Timeline;
    expect(found.length).toBe(1);
    expect(numbers(timeline.gc)).toEqual(upTo(timeline.gc.length));
    expect(timeline.gc.length).toBeGreaterThan(9);
    expect(report.notes.map((n) => n.key)).toContain(`timeline.wrapper.${wrapper}`);
    const dated = wrapper === 'docker-json' || wrapper === 'cri';
    expect(timeline.anchors?.length ?? 0).toBe(dated ? timeline.gc.length : 0);
    if (dated) expect(timeline.anchors?.unixNs[0]).toBe(1_795_224_733_000_000_000n);
  });

  test('with CRLF and colours, the same', async () => {
    const [plain] = await timelines(log);
    const [coloured] = await timelines(log.replace(/^/gm, '\x1b[32m').replace(/\n/g, '\r\n'));
    expect(coloured).toEqual(plain);
  });
});

const clean = textOf('go1.24-plain.log.gz')
  .split('\n')
  .filter((l) => l.startsWith('gc '));
const TOKENS =
  /gc |\d+(?= @)| @|\d+\.\d+(?=s )|s |\d+(?=%)|%: | ms (?:clock|cpu), |[\d.]+(?=[+/ ])|[+/]|->| MB(?: goal| stacks| globals)?, | P| \(forced\)|\d+/g;

test('random foreign lines at the borders of parts are taken out again', async () => {
  const foreign = fc.oneof(
    fc.constantFrom(
      '2026/11/21 01:54:39 level=info msg="request done" status=200',
      '2026-11-21T01:54:39Z stopping',
      'I1121 01:54:39.123456 controller.go:12] synced',
      'warning: GC forced by the user',
      'scav 0 KiB work (bg), 0 KiB work (eager), 1944 KiB now, 60% util',
    ),
    fc.string({ maxLength: 30 }).map((s) => `E${s.replace(/[^ -~]/g, '?').replace(/gc /g, 'g')}`),
  );
  const cuts = fc.array(fc.tuple(fc.nat(39), fc.nat(40), foreign), { minLength: 1, maxLength: 12 });
  const wanted = await onlyTimeline(`${clean.slice(0, 40).join('\n')}\n`);
  await fc.assert(
    fc.asyncProperty(cuts, async (changes) => {
      const lines = clean.slice(0, 40).map((line) => line.match(TOKENS) ?? []);
      for (const [line, at, text] of changes) {
        const parts = lines[line];
        if (parts !== undefined) parts.splice(1 + (at % parts.length), 0, `${text}\n`);
      }
      const found = await onlyTimeline(`${lines.map((l) => l.join('')).join('\n')}\n`);
      expect(found.gc).toEqual(wanted.gc);
    }),
    { numRuns: 200 },
  );
});

test('a restart is a timeline of its own, and so is another container', async () => {
  const three = clean.slice(0, 3).join('\n');
  expect((await timelines(`${three}\n${three}\n`)).map((t) => t.gc.length)).toEqual([3, 3]);
  const composed = clean
    .slice(0, 3)
    .flatMap((l) => [`a-1  | ${l}`, `b-1  | ${l}`])
    .join('\n');
  expect((await timelines(composed)).map((t) => t.gc.length)).toEqual([3, 3]);
});

test('Go 1.5 has five phases, Go 1.6 no stacks', async () => {
  const log = [
    'gc 1 @0.010s 1%: 0.01+0.2+0.03+0.4+0.05 ms clock, 0.02+0.2+0.03+0.1/0.2/0.3+0.10 ms cpu, 4->4->1 MB, 5 MB goal, 4 P',
    'gc 2 @0.020s 1%: 0.011+1.2+15 ms clock, 0.02+0.1/0.2/0.3+30 ms cpu, 4->5->2 MB, 5 MB goal, 4 P (forced)',
  ].join('\n');
  const { gc } = await onlyTimeline(log);
  expect([...gc.clockScan]).toEqual([200_000, Number.NaN]);
  expect([...gc.clockMarkTerm]).toEqual([50_000, 15_000_000]);
  expect([...gc.cpuIdle]).toEqual([300_000, 300_000]);
  expect([...gc.forced]).toEqual([0, 1]);
  expect(gc.stacks[0]).toBeNaN();
});

test('a time that cannot be true is reported and left out, the rest stays', async () => {
  const absurd = clean[1]?.replace(/@\d+\.\d+s/, '@99999999999999999.000s') ?? '';
  const { report, timelines: found } = await decodeWith(
    gctraceFormat,
    [clean[0], absurd, clean[2], clean[3]].join('\n'),
  );
  expect(found.length).toBe(1);
  expect([...(found[0]?.timeline.gc.n ?? [])]).toEqual([1, 3, 4]);
  expect(found[0]?.timeline.durationNs).toBeLessThan(1e9);
  expect(report.skipped[0]).toMatchObject({
    reason: { key: 'timeline.gctrace.absurd' },
    count: 1,
    first: [{ line: 2 }],
  });
});

test('lines that only resemble gctrace are told apart', async () => {
  const log = [
    'GC forced',
    'init internal/bytealg @0.008 ms, 0 ms clock, 0 bytes, 0 allocs',
    'scvg1: inuse: 1, idle: 2, sys: 3, released: 0, consumed: 3 (MB)',
    'gc17(2): 0+0+100+0 us, 1 -> 2 MB, 100 (200-100) objects, 1/0/0 sweeps',
    clean[0],
  ].join('\n');
  const { report, timelines: found } = await decodeWith(gctraceFormat, log);
  expect(found[0]?.timeline.gc.length).toBe(1);
  expect(report.notes.map((n) => n.key).sort()).toEqual(
    ['gc-forced', 'gctrace-old', 'inittrace', 'scvg'].map((k) => `timeline.line.${k}`),
  );
  expect(gctraceFormat.sniff({ bytes: new Uint8Array(), text: log.split('\n')[1] ?? '', complete: true })).toBeNull();
});

standsBadInput(gctraceFormat, new TextEncoder().encode(`${clean.slice(0, 3).join('\n')}\n`));
