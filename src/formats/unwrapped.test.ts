import { expect, test } from 'vitest';
import { fixture } from './fixtures/decode-kit.ts';
import { openFile } from './open.ts';
import { wrappingOf } from './unwrapped.ts';

const base = (folder: string) => new URL(`./${folder}/x.ts`, import.meta.url).href;
const TEXTS = [
  ['perf-script', 'dwarf.default.txt.gz'],
  ['perf-script', 'mmap-syscalls.txt.gz'],
  ['memleak', 'joint-bcc.txt.gz'],
  ['memleak', 'joint-libbpf.txt.gz'],
  ['memleak-trace', 'allocmix.trace_pipe.txt.gz'],
  ['proc-maps', 'smaps.txt.gz'],
] as const;
const TIME = '2026-10-15T09:00:00.123456789Z';
const WRAPPINGS: Readonly<Record<string, (line: string) => string>> = {
  'docker-json': (line) => JSON.stringify({ log: `${line}\n`, stream: 'stdout', time: TIME }),
  cri: (line) => `${TIME} stdout F ${line}`,
  journald: (line) => `Oct 15 09:00:00 node-7 memleak[4242]: ${line}`,
  compose: (line) => `tracer-1  | ${line}`,
  timestamps: (line) => `${TIME} ${line}`,
};

const open = async (content: string) => {
  const blob = new Blob([content]);
  const job = { blob, name: 'x', lastModified: 0, maxRawBytes: 1e9, legacyDropFrames: false };
  const [file] = await openFile(job, () => undefined);
  if (file === undefined) throw new Error('nothing was opened');
  return { format: file.report.format, sources: file.sources, notes: file.report.notes, skipped: file.report.skipped };
};

test.each(TEXTS.flatMap(([folder, name]) => Object.keys(WRAPPINGS).map((wrapper) => [folder, name, wrapper] as const)))(
  '%s %s in records of %s gives what it gives bare',
  async (folder, name, wrapper) => {
    const text = new TextDecoder().decode(fixture(name, base(folder)));
    const wrap = WRAPPINGS[wrapper] ?? ((line: string) => line);
    const bare = await open(text);
    const wrapped = await open(text.replace(/\n$/, '').split('\n').map(wrap).join('\n'));
    expect(wrapped.format).toBe(bare.format);
    expect(wrapped.sources).toEqual(bare.sources);
    expect(wrapped.skipped).toEqual(bare.skipped);
    expect(wrapped.notes).toEqual([...bare.notes, { key: `timeline.wrapper.${wrapper}` }]);
  },
);

test('lines of other containers are left out and counted', async () => {
  const text = new TextDecoder().decode(fixture('joint-bcc.txt.gz', base('memleak')));
  const lines = text.replace(/\n$/, '').split('\n');
  const mixed = lines.map((line, i) => `leak-1  | ${line}\n${i % 5 === 0 ? 'web-1   | GET /\n' : ''}`).join('');
  const { sources, notes } = await open(mixed);
  expect(sources).toEqual((await open(text)).sources);
  expect(notes).toContainEqual({ key: 'open.otherStreams', args: { count: Math.ceil(lines.length / 5) } });
});

test('a plain text is not wrapped', () => {
  for (const [folder, name] of TEXTS) {
    expect(wrappingOf(new TextDecoder().decode(fixture(name, base(folder))))).toBeNull();
  }
});
