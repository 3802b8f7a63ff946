import type { Head } from './format.ts';

/** A kind of file that Leaklens can name but not open. Its sentences are `open.kind.<id>` and `open.todo.<id>`. */
export interface KnownKind {
  readonly id: string;
  readonly score: number;
  readonly test: (head: Head) => boolean;
  /** A command that makes something that can be opened. */
  readonly command?: string;
}

const MAGIC = 100;
const STRUCTURE = 80;
const LINES = 70;
const WEAK = 42;
const ANYTHING = 40;

/** Bytes at an offset, as numbers or ASCII. */
function magic(
  id: string,
  bytes: string | readonly number[],
  options: { at?: number; command?: string } = {},
): KnownKind {
  const wanted = typeof bytes === 'string' ? Array.from(bytes, (c) => c.charCodeAt(0)) : bytes;
  const at = options.at ?? 0;
  const test = (head: Head) => wanted.every((b, i) => head.bytes[at + i] === b);
  return kind(id, MAGIC, test, options.command);
}

function kind(id: string, score: number, test: (head: Head) => boolean, command?: string): KnownKind {
  return command === undefined ? { id, score, test } : { id, score, test, command };
}

/** A text that all expressions find. */
function text(id: string, score: number, ...all: readonly RegExp[]): KnownKind {
  return kind(id, score, (head) => head.text !== null && all.every((r) => r.test(head.text as string)));
}

const firstLine = (head: Head): string => (head.text ?? '').trimStart().split('\n', 1)[0] ?? '';

const isElf = (head: Head): boolean => [0x7f, 0x45, 0x4c, 0x46].every((b, i) => head.bytes[i] === b);
const isCore = (head: Head): boolean => isElf(head) && head.bytes[head.bytes[5] === 2 ? 17 : 16] === 4;

const json = (head: Head): boolean => head.text !== null && /^\s*[{[]/.test(head.text);
const jsonWith = (id: string, ...keys: readonly RegExp[]): KnownKind =>
  kind(id, STRUCTURE, (head) => json(head) && keys.every((k) => k.test(head.text ?? '')));

/** In the order that decides between relatives of equal score. */
export const KNOWN_KINDS: readonly KnownKind[] = [
  magic('perf-data', 'PERFILE2', { command: 'perf script --show-mmap-events -i perf.data > perf.txt' }),
  magic('perf-data-swapped', '2ELIFREP', { command: 'perf script -i perf.data > perf.txt' }),
  magic('perf-data-v1', 'PERFFILE'),
  kind('core', MAGIC, isCore),
  kind('elf', MAGIC, (head) => isElf(head) && !isCore(head)),
  magic('png', [0x89, 0x50, 0x4e, 0x47]),
  magic('jpeg', [0xff, 0xd8, 0xff]),
  magic('pdf', '%PDF-'),
  magic('xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a], { command: 'xz -d file.xz' }),
  kind('bzip2', MAGIC, (head) => /^BZh[1-9]1AY&SY/.test(ascii(head, 10)), 'bzip2 -d file.bz2'),
  magic('lz4', [0x04, 0x22, 0x4d, 0x18], { command: 'lz4 -d file.lz4' }),
  magic('7z', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]),
  magic('rar', 'Rar!\x1a\x07'),
  magic('sqlite', 'SQLite format 3\0'),
  magic('wasm', [0, 0x61, 0x73, 0x6d]),
  kind('pe', MAGIC, (head) => head.text === null && /^MZ/.test(ascii(head, 2))),
  kind('mach-o', MAGIC, (head) => /^(?:cffaedfe|feedfacf|cefaedfe)/.test(hex(head, 4))),
  kind('hprof', MAGIC, (head) => /^JAVA PROFILE 1\.0/.test(ascii(head, 18))),
  kind('gperftools-java-cpu', MAGIC, isJavaCpu),

  jsonWith('speedscope', /"\$schema": ?"[^"]*speedscope/),
  jsonWith(
    'firefox-profile',
    /"meta": ?\{/,
    /"threads": ?\[/,
    /"(?:stackTable|frameTable|preprocessedProfileVersion)"/,
  ),
  jsonWith('chrome-trace', /"traceEvents": ?\[/),
  jsonWith('docker-json', /^\s*\{"log": ?"/),
  kind('json', WEAK, (h) => /^\s*(?:\{\s*(?:"|\}|$)|\[\s*(?:[{["\]\d-]|$))/.test(h.text ?? '')),
  kind('valgrind', LINES, (h) => /<valgrindoutput>/.test((h.text ?? '').slice(0, 4096))),
  kind('html', STRUCTURE, (h) => /^\s*(?:<!doctype html|<html[\s>]|<head[\s>])/i.test(h.text ?? '')),
  kind('xml', WEAK, (h) => /^\s*<\?xml/.test(h.text ?? '') && !/<valgrindoutput>/.test(h.text ?? '')),

  kind('heaptrack-raw', STRUCTURE, (h) => isHeaptrack(h) && /^[xm] /m.test(h.text ?? ''), 'heaptrack -i file.raw.zst'),
  text('heaptrack-print', STRUCTURE, /^reading file "/m, /^MOST (?:CALLS TO|MEMORY) |^Debuggee command was/m),
  kind('java-legacy', STRUCTURE, (h) =>
    /^--- (?:heapz|contentionz) \d+ ---[\s\S]{0,400}?^format = java/m.test(h.text ?? ''),
  ),
  kind('threadz', STRUCTURE, (h) => /^--- threadz \d+ ---/m.test((h.text ?? '').slice(0, 4096))),
  text('ms-print', STRUCTURE, /^-{20,}\nCommand: /, /^Massif arguments: /m),
  kind('callgrind', STRUCTURE, isCallgrind, 'perf record -g ./app && perf script > perf.txt'),
  text('asan', STRUCTURE, /^=*==\d+==ERROR: AddressSanitizer: /m),
  text('valgrind', LINES, /^==[^=\n]*\d+== [A-Z]/m),
  text('memleak-ended', LINES, /^KeyboardInterrupt$/m, /memleak(?:-bpfcc|\.py)?", line \d+/),
  text('memleak-failed', LINES, /^Traceback \(most recent call last\):$/m, /memleak(?:-bpfcc|\.py)?", line \d+/),
  text('trace-pipe', LINES, /^.{16}-\d+\s+(?:\(\s*[-\d]+\)\s+)?\[\d+\] \S{4,6}\s+\d+\.\d+: \S+: /m),
  text('numa-maps', STRUCTURE, /^[0-9a-f]{8,16} (?:default|bind|interleave|prefer)\b.* kernelpagesize_kB=/m),
  text('meminfo', STRUCTURE, /^MemTotal: +\d+ kB$/m, /^MemFree: +\d+ kB$/m),
  text('go-trace-text', STRUCTURE, /^(?:M=-?\d+ P=-?\d+ G=-?\d+ \w+ Time=\d+|\d+ \w+ p=\d+ g=\d+ )/m),
  text('pprof-text', STRUCTURE, /^Showing nodes accounting for |^ +flat +flat% +sum% +cum +cum%$/m),
  text('pprof-text', STRUCTURE, /^-{11}\+-{20,}$/m, /^(?:File|Type|Time|Build ID): /m),
  text('pprof-text', STRUCTURE, /^PeriodType: /, /^Samples:$/m),
  text('perf-report', LINES, /^# (?:Overhead|Children) +/m),
  text('readelf', LINES, /^(?:Section Headers:|Program Headers:|ELF Header:|Symbol table '\.)/m),
  text('objdump', LINES, /^SYMBOL TABLE:|^Disassembly of section /m),
  kind('nm', LINES, isNm),
  text('build-ids', LINES, /^(?:[0-9a-f]{32,40} \S.*\n){2}/),
  text('statm', LINES, /^\d+ \d+ \d+ \d+ 0 \d+ 0\s*$/),
  text('go-panic', WEAK + 8, /^(?:panic: |fatal error: |SIGQUIT: quit)/m),
  text(
    'http-error',
    LINES,
    /^(?:\d{3} [A-Za-z]+(?: [A-Za-z]+)*|Could not enable (?:CPU profiling|tracing): .*|Unknown profile)\s*$/m,
    /^.{0,300}$/s,
  ),
  kind('text', ANYTHING, (h) => h.text !== null && h.text.trim() !== ''),
];

function ascii(head: Head, count: number): string {
  return String.fromCharCode(...head.bytes.subarray(0, count));
}

function hex(head: Head, count: number): string {
  return Array.from(head.bytes.subarray(0, count), (b) => b.toString(16).padStart(2, '0')).join('');
}

function isJavaCpu(head: Head): boolean {
  const view = new DataView(head.bytes.buffer, head.bytes.byteOffset, Math.min(head.bytes.length, 40));
  for (const size of [4, 8]) {
    if (view.byteLength < 5 * size) continue;
    for (const little of [true, false]) {
      const word = (i: number) =>
        size === 4 ? BigInt(view.getUint32(i * 4, little)) : view.getBigUint64(i * 8, little);
      if (word(0) === 0n && word(1) === 3n && word(2) === 1n && word(3) > 0n && word(4) === 0n) return true;
    }
  }
  return false;
}

function isHeaptrack(head: Head): boolean {
  return /^v [0-9a-f]+ [0-9a-f]+$/.test(firstLine(head)) && /^[XxI] /m.test(head.text ?? '');
}

function isCallgrind(head: Head): boolean {
  const t = head.text ?? '';
  return /^# callgrind format/.test(t) || (/^(?:version: 1$|creator: )/m.test(t) && /^events: /m.test(t));
}

function isNm(head: Head): boolean {
  const lines = (head.text ?? '').split('\n', 20).filter((l) => l.trim() !== '');
  const fits = lines.filter((l) => /^(?:[0-9a-f]{16}| {16}) [a-zA-Z?] \S/.test(l)).length;
  return fits >= 3 && fits >= lines.length / 2;
}
