import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { openWords } from '../base/words/open.ts';
import { jsonFixture } from './fixtures/decode-kit.ts';
import { KNOWN_KINDS } from './known-kinds.ts';
import { detect, FORMATS } from './registry.ts';
import { sniffHead } from './sniff-head.ts';

const HEAD = 65_536;
const OWN: readonly (readonly [format: string, ...fixtures: string[]])[] = [
  [
    'go-heap-text',
    'go1.19-heap.txt.gz',
    'go1.23-heap.txt.gz',
    'go1.24-heap.txt.gz',
    'ctool.0012.heap.gz',
    'gperftools.heap.gz',
  ],
  [
    'go-count-text',
    'go1.19-goroutine.txt.gz',
    'go1.24-goroutine.txt.gz',
    'go1.19-threadcreate.txt.gz',
    'go1.23-threadcreate.txt.gz',
  ],
  ['contention-text', 'go1.19-mutex.txt.gz', 'go1.24-mutex.txt.gz', 'go1.24-block.txt.gz'],
  ['gperftools-cpu', 'ctool.cpu.prof.gz', 'ctool-stripped.cpu.prof.gz'],
  ['goroutine-dump', 'go1.19.txt.gz', 'go1.24.txt.gz'],
  ['maps', 'maps.txt.gz', 'maps-later.txt.gz'],
  ['smaps', 'smaps.txt.gz', 'smaps-later.txt.gz'],
  ['smaps-rollup', 'smaps_rollup.txt.gz'],
  ['status', 'status.txt.gz', 'joint-t1.status.txt.gz'],
  [
    'pmap',
    'pmap.txt.gz',
    'pmap-q.txt.gz',
    'pmap-p.txt.gz',
    'pmap-d.txt.gz',
    'pmap-x.txt.gz',
    'pmap-xp.txt.gz',
    'pmap-X.txt.gz',
    'pmap-XX.txt.gz',
    'joint-t1.pmap-X.txt.gz',
  ],
  ['gdb-mappings', 'info-proc-mappings.txt.gz'],
  ['folded', 'heaptrack.folded.gz', 'perf.folded.gz'],
  ['gctrace', 'go1.19.interleaved.log.gz', 'go1.24-pacer.log.gz', 'wrapped.docker-json.log.gz'],
  ['lsan', 'ctool.txt.gz', 'asan.txt.gz'],
  ['valgrind-memcheck', 'memcheck-all.txt.gz', 'memcheck-default.txt.gz', 'vg.txt.gz'],
  ['massif', 'ctool.out.gz', 'ctool-pages.out.gz', 'vg.out.gz', 'vg-pages.out.gz', 'heaptrack.massif.gz'],
  ['dhat', 'ctool.json.gz', 'vg.json.gz'],
  ['jemalloc', 'leakone.heap.gz'],
  ['bpftrace', 'bpftrace-malloc.txt.gz', 'bpftrace-profile-default.txt.gz', 'bpftrace-profile-perfstack.txt.gz'],
  ['memleak-trace', 'allocmix.tuples.txt.gz', 'cgoleak.tuples.txt.gz'],
  ['heaptrack', 'ctool.txt.gz', 'vg.txt.gz', 'cgodemo.txt.gz'],
  ['mem-stats', 'memstats.json.gz', 'memstats-go1.24-plain.json.gz'],
  ['expvar', 'vars.json.gz'],
  ['gc-stats', 'gcstats.json.gz', 'gcstats-go1.24-plain.json.gz'],
  ['runtime-metrics', 'metrics.txt.gz', 'metrics.json.gz'],
  ['prometheus', 'query-range.json.gz'],
  ['prometheus-text', 'metrics.txt.gz'],
  ['ps-samples', 'ps-loop.txt.gz'],
  ['json-lines', 'rss.jsonl.gz'],
  ['time-table', 'rss.csv.gz', 'pidstat.txt.gz'],
];

/** Formats that share a folder. */
const FOLDERS: readonly (readonly [folder: string, formats: readonly string[]])[] = [
  ['proc-maps', ['maps', 'smaps', 'smaps-rollup', 'status']],
  ['go-stats', ['mem-stats', 'expvar', 'gc-stats', 'runtime-metrics']],
  ['time-series', ['prometheus', 'prometheus-text', 'ps-samples', 'json-lines', 'time-table']],
];

const headOf = (bytes: Uint8Array) => sniffHead(bytes.subarray(0, HEAD), bytes.length <= HEAD);

function read(format: string, name: string): Uint8Array {
  const folder = FOLDERS.find(([, formats]) => formats.includes(format))?.[0] ?? format;
  return new Uint8Array(gunzipSync(readFileSync(new URL(`./${folder}/fixtures/${name}`, import.meta.url))));
}

function detected(bytes: Uint8Array): string {
  const found = detect(headOf(bytes));
  if (found.kind === 'format') return found.format.id;
  return found.kind === 'known' ? found.known.id : found.kind;
}

const encode = (text: string) => new TextEncoder().encode(text);

function utf16(text: string): Uint8Array {
  const view = new DataView(new ArrayBuffer(2 * text.length + 2));
  view.setUint16(0, 0xfeff, true);
  for (let i = 0; i < text.length; i++) view.setUint16(2 * i + 2, text.charCodeAt(i), true);
  return new Uint8Array(view.buffer);
}

describe.each(OWN.flatMap(([format, ...names]) => names.map((name) => [format, name] as const)))(
  '%s %s',
  (format, name) => {
    const bytes = read(format, name);

    test('is recognised by content alone, and by no other format', () => {
      const head = headOf(bytes);
      expect(detected(bytes)).toBe(format);
      expect(FORMATS.filter((f) => (f.sniff(head)?.score ?? 0) >= 40).map((f) => f.id)).toEqual([format]);
    });
  },
);

const TEXTS = OWN.filter(([format]) => format !== 'gperftools-cpu');

test.each(TEXTS.flatMap(([format, ...names]) => names.map((name) => [format, name] as const)))(
  '%s %s with CRLF, a byte order mark, UTF-16, colours or a shell prompt in front',
  (format, name) => {
    const text = new TextDecoder().decode(read(format, name));
    expect(detected(encode(text.replace(/\n/g, '\r\n')))).toBe(format);
    expect(detected(encode(`\ufeff${text}`))).toBe(format);
    expect(detected(utf16(text))).toBe(format);
    expect(detected(encode(`\x1b[0m${text}`))).toBe(format);
    expect(detected(encode(`$ curl localhost:6060/debug/pprof\n\n${text}`))).toBe(format);
  },
);

const heads = Object.entries(jsonFixture('heads.json.gz', import.meta.url) as Record<string, string>);

test.each(heads)('%s is recognised by its first bytes', (name, base64) => {
  const bytes = new Uint8Array(Buffer.from(base64, 'base64'));
  const kind = name.slice(0, name.indexOf('#'));
  const wanted = kind === 'valgrind' ? 'valgrind-memcheck' : kind;
  expect(detected(bytes)).toBe(wanted === 'heap-region' ? 'none' : wanted);
});

test.each([
  ['html', '<!DOCTYPE html><html><body>404</body></html>'],
  ['html', '<html>\n<head>\n<title>/debug/pprof/</title>'],
  ['json', '{"a": 1}'],
  ['http-error', 'Unknown profile\n'],
  ['http-error', '404 page not found\n'],
  ['text', 'hello world\nthis is prose\n'],
  ['java-legacy', '--- heapz 1 ---\nformat = java\nresolution = bytes\n 1 2 @ 0x1\n'],
  ['java-legacy', '--- contentionz 1 ---\nformat = java\nresolution = microseconds\n'],
  ['threadz', '--- threadz 1 ---\n--- Thread 7ff (name: main/1) stack: ---\n  0x1\n'],
  ['png', '\u0089PNG\r\n\u001a\n'],
  ['pdf', '%PDF-1.7 \u0001\u0002'],
  ['heaptrack', 'v 10400 3\nX ./prog\nI 1000 2f\n'],
  ['heaptrack-raw', 'v 10400 3\nx ./prog\nm x\n'],
  [
    'memleak-ended',
    'Traceback (most recent call last):\n  File "/usr/sbin/memleak-bpfcc", line 566, in <module>\nKeyboardInterrupt\n',
  ],
  ['memleak-failed', 'Traceback (most recent call last):\n  File "/usr/sbin/memleak-bpfcc", line 5, in <module>\n'],
  ['valgrind', '==12== Massif, a heap profiler\n'],
  ['callgrind', '# callgrind format\nversion: 1\nevents: Ir\n'],
  ['none', ''],
  ['none', ' \n\n'],
  ['none', '\u0001\u0002\u0003\u00ff\u0000'],
])('%s: %j', (wanted, latin1) => {
  expect(detected(Uint8Array.from(latin1, (c) => c.charCodeAt(0)))).toBe(wanted);
});

test('every known kind has its two sentences', () => {
  for (const { id } of KNOWN_KINDS) {
    expect(openWords[`open.kind.${id}`], id).toBeDefined();
    expect(openWords[`open.todo.${id}`], id).toBeDefined();
  }
});

test('two formats that fit equally well are a tie, not a guess', () => {
  const [heap] = OWN;
  const text = new TextDecoder().decode(read(heap?.[0] ?? '', heap?.[1] ?? ''));
  const both = encode(`goroutine profile: total 1\n${text}`);
  expect(detected(both)).toBe('tie');
});
