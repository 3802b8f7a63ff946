#!/usr/bin/env node
// Deterministic `perf script` text generator (mixed Go + C + kernel frames, one page-faults event, ~12 threads), no dependencies.
//   node bench-perf-script.mjs --mb 100 --out perf-100m.txt [--seed 1] [--depth 22]
// Default `perf script` layout: "comm  pid/tid [cpu] time: period event:" + frames leaf first + blank line.
import { closeSync, openSync, writeSync } from 'node:fs';
import { parseArgs } from 'node:util';

const { values: o } = parseArgs({
  options: {
    mb: { type: 'string', default: '10' },
    out: { type: 'string' },
    seed: { type: 'string', default: '1' },
    depth: { type: 'string', default: '22' },
  },
});
const TARGET = +o.mb * 1e6,
  DEPTH = +o.depth;
function rng(seed) {
  let s = (seed ^ 0x9e3779b9) >>> 0;
  return () => {
    s = (s + 0x6d2b79f5) >>> 0;
    let t = s;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
const R = rng(+o.seed >>> 0),
  gauss = () => {
    let u = 0;
    for (let i = 0; i < 6; i++) u += R();
    return (u - 3) / Math.SQRT1_2;
  };
const NF = 6000,
  GO = [
    'net/http.(*conn).serve',
    'main.handle',
    'encoding/json.(*decodeState).object',
    'github.com/acme/shop/cart.(*Cart).Add',
    'runtime.mallocgc',
    'runtime.cgocall',
    'database/sql.(*Rows).Next',
    'google.golang.org/grpc.(*Server).handleStream',
    'github.com/acme/imgproc._Cfunc_decode',
  ];
const CC = [
  'img_decode_scanline',
  'zs_alloc_chunk',
  'pq_getCopyData',
  'xmlParseElement',
  'ssl_read_internal',
  '__libc_malloc',
  'operator new',
  'std::vector<int, std::allocator<int> >::_M_realloc_insert',
  'g_slice_alloc',
  'tcache_init',
];
const KN = [
  'asm_exc_page_fault',
  'handle_mm_fault',
  'do_anonymous_page',
  'clear_page_erms',
  '__alloc_pages',
  'entry_SYSCALL_64_after_hwframe',
  'do_syscall_64',
  '__x64_sys_mmap',
];
const kind = (i) => (i % 17 === 0 ? 2 : i % 5 === 3 ? 1 : 0);
const frame = (i) =>
  kind(i) === 2
    ? `\tffffffff81${(0x100000 + i * 977).toString(16).slice(-6)} ${KN[i % KN.length]}_${i.toString(36)}+0x${(i % 251).toString(16)} ([kernel.kallsyms])\n`
    : kind(i) === 1
      ? `\t    7f3a${(0x10000000 + i * 4099).toString(16).slice(-8)} ${CC[i % CC.length]}_${i.toString(36)}+0x${(i % 4093).toString(16)} (/usr/lib/x86_64-linux-gnu/libimgc.so.1.4)\n`
      : `\t          ${(0x400000 + i * 613).toString(16).padStart(6, ' ')} ${GO[i % GO.length]}${i.toString(36)}+0x${(i % 4093).toString(16)} (/usr/local/bin/shopd)\n`;
const FR = [];
for (let i = 0; i < NF; i++) FR.push(frame(i));
const callees = [];
for (let i = 0; i < NF; i++) {
  const k = 1 + Math.floor(9 * R() ** 2.2),
    a = [];
  for (let j = 0; j < k; j++) {
    let t = Math.floor(NF * R() ** 1.3) % NF;
    if (kind(t) === 2 && kind(i) !== 2 && R() < 0.7) t = (t + 1) % NF;
    a.push(t);
  }
  callees.push(a);
}
const roots = [1, 2, 5, 6];
const COMM = ['shopd', 'shopd', 'shopd', 'imgworker-1', 'imgworker-2'];
const EV = 'page-faults:'; // one event only: stackcollapse-perf.pl keeps the first event type it meets and drops all others
const fd = openSync(o.out, 'w');
let n = 0,
  samples = 0,
  lines = 0,
  t = 5000,
  chunk = [];
let chunkLen = 0;
const put = (s) => {
  chunk.push(s);
  chunkLen += s.length;
};
put(
  '# ========\n# captured on    : Thu Oct 15 09:00:00 2026\n# header version : 1\n# hostname : node-7\n# os release : 6.1.0-28-amd64\n# cmdline : /usr/bin/perf record -g -p 4242 \n# ========\n#\n',
);
const st = new Int32Array(200);
while (n + chunkLen < TARGET) {
  let len = Math.max(3, Math.min(120, Math.round(DEPTH + gauss() * DEPTH * 0.3))),
    f = roots[Math.floor(4 * R() ** 2)];
  for (let d = 0; d < len; d++) {
    st[d] = f;
    const c = callees[f];
    f = c[Math.floor(c.length * R() ** 2.6)];
    if (kind(st[d]) === 2 && kind(f) !== 2) {
      len = d + 1;
      break;
    }
  }
  const th = Math.floor(12 * R() ** 1.5);
  t += R() * 0.002;
  const e = R();
  put(
    `${COMM[th % 5]}  4242/${4242 + th} [${String(th % 8).padStart(3, '0')}] ${t.toFixed(6)}: ${String(e < 0.6 ? Math.floor(16 / (R() + 1e-3)) : 1).padStart(10)} ${EV} \n`,
  );
  for (let d = len - 1; d >= 0; d--) put(FR[st[d]]);
  put('\n');
  samples++;
  lines += len + 2;
  if (chunkLen > 1 << 20) {
    const s = chunk.join('');
    n += writeSync(fd, s);
    chunk = [];
    chunkLen = 0;
  }
}
n += writeSync(fd, chunk.join(''));
closeSync(fd);
console.log(JSON.stringify({ out: o.out, bytes: n, samples, lines }));
