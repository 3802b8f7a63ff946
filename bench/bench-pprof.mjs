#!/usr/bin/env node
import { once } from 'node:events';
// Deterministic pprof heap-profile generator, no dependencies.
//   node bench-pprof.mjs --samples 50000 --out a.pb.gz [--seed 1] [--depth 30] [--growth 0|1] [--level 6]
// Shape: Go heap profile (4 value types), N *distinct* stacks, mean depth ~30, Zipf-ish
// callee choice so stacks share long prefixes, Zipf-ish weights, `bytes` numeric label on every
// sample (as Go does) and string labels (tenant/route) on ~10 %.
// --growth 1 writes the "later" profile of the same process: same stacks, the stacks that pass through
// three "leaky" functions have x4 in-use values, others +-5 %, plus 3 % new stacks. (For diff runs.)
import { createWriteStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { createGzip } from 'node:zlib';

const { values: o } = parseArgs({
  options: {
    samples: { type: 'string', default: '1000' },
    out: { type: 'string' },
    seed: { type: 'string', default: '1' },
    depth: { type: 'string', default: '30' },
    growth: { type: 'string', default: '0' },
    level: { type: 'string', default: '6' },
  },
});
const N = +o.samples,
  SEED = +o.seed >>> 0,
  DEPTH = +o.depth,
  GROWTH = +o.growth;

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
const R = rng(SEED),
  R2 = rng(SEED + 77777); // R: structure (same for both growth modes); R2: noise
const gauss = () => {
  let u = 0;
  for (let i = 0; i < 6; i++) u += R();
  return (u - 3) / 0.7071;
};

// ---- protobuf writer -------------------------------------------------------
class Buf {
  constructor(cap = 1 << 16) {
    this.b = Buffer.allocUnsafe(cap);
    this.n = 0;
  }
  need(k) {
    if (this.n + k > this.b.length) {
      const nb = Buffer.allocUnsafe(Math.max(this.b.length * 2, this.n + k));
      this.b.copy(nb, 0, 0, this.n);
      this.b = nb;
    }
  }
  varint(v) {
    this.need(10);
    if (v < 0) throw new Error('neg');
    while (v >= 128) {
      this.b[this.n++] = (v % 128) | 128;
      v = Math.floor(v / 128);
    }
    this.b[this.n++] = v;
  }
  tag(f, w) {
    this.varint(f * 8 + w);
  }
  int(f, v) {
    if (v) {
      this.tag(f, 0);
      this.varint(v);
    }
  }
  bytes(f, s) {
    const x = Buffer.isBuffer(s) ? s : Buffer.from(s);
    this.tag(f, 2);
    this.varint(x.length);
    this.need(x.length);
    x.copy(this.b, this.n);
    this.n += x.length;
  }
  msg(f, m) {
    this.tag(f, 2);
    this.varint(m.n);
    this.need(m.n);
    m.b.copy(this.b, this.n, 0, m.n);
    this.n += m.n;
  }
  reset() {
    this.n = 0;
    return this;
  }
}
const strs = new Map([['', 0]]);
const S = (s) => {
  let i = strs.get(s);
  if (i === undefined) {
    i = strs.size;
    strs.set(s, i);
  }
  return i;
};

// ---- call graph ------------------------------------------------------------
const NF = Math.min(30000, Math.max(300, Math.round(Math.sqrt(N) * 25)));
const PK = [
  'net/http',
  'encoding/json',
  'main',
  'github.com/acme/shop/cart',
  'github.com/acme/shop/catalog',
  'google.golang.org/grpc',
  'database/sql',
  'github.com/acme/shop/internal/cache',
  'runtime/cgo',
  'github.com/acme/imgproc',
  'bufio',
  'sync',
  'io',
  'compress/flate',
  'github.com/acme/pkg/lru',
];
const VB = [
  'Read',
  'Write',
  'serve',
  'Decode',
  'Encode',
  'get',
  'put',
  'Grow',
  'alloc',
  'Fetch',
  'Scan',
  'process',
  'Handle',
  'load',
  'Clone',
  'append',
  'resize',
  'Do',
  'Flush',
  'walk',
];
const TY = [
  '(*Conn)',
  '(*Server)',
  '(*decodeState)',
  '(*Cache)',
  '(*Row)',
  '(*Buffer)',
  '(*Pool)',
  '(*Tree)',
  '(*Image)',
  '(*Session)',
];
const isC = (i) => i % 11 === 8;
const fn = [];
for (let i = 0; i < NF; i++)
  fn.push(
    isC(i)
      ? `${['img', 'zs', 'pq', 'xml', 'ssl'][i % 5]}_${VB[(i * 7) % 20].toLowerCase()}_${i.toString(36)}`
      : `${PK[(i * 13 + (i >> 3)) % PK.length]}.${TY[(i * 3 + (i >> 4)) % TY.length]}.${VB[(i * 11 + (i >> 2)) % VB.length]}${i.toString(36)}`,
  );
// callees: each function has 1..9 callees, Zipf index choice
const callees = [];
for (let i = 0; i < NF; i++) {
  const k = 1 + Math.floor(9 * R() ** 2.2),
    a = new Int32Array(k);
  for (let j = 0; j < k; j++) a[j] = Math.floor(NF * R() ** 1.4) % NF;
  callees.push(a);
}
const roots = [0, 1, 2, 3, 4, 5];
// a location = (function, one of up to 3 call-site lines)
const LPF = 3,
  locId = (f, l) => f * LPF + l + 1;
const LEAK = new Set([17, 101 % NF, 233 % NF]);

const out = createWriteStream(o.out),
  gz = createGzip({ level: +o.level });
gz.pipe(out);
let rawBytes = 0;
const flush = async (b) => {
  if (!b.n) return;
  rawBytes += b.n;
  const c = Buffer.from(b.b.subarray(0, b.n));
  b.reset();
  if (!gz.write(c)) await once(gz, 'drain');
};

const B = new Buf(1 << 20),
  M = new Buf(),
  M2 = new Buf(),
  M3 = new Buf();
for (const [t, u] of [
  ['alloc_objects', 'count'],
  ['alloc_space', 'bytes'],
  ['inuse_objects', 'count'],
  ['inuse_space', 'bytes'],
]) {
  M.reset();
  M.int(1, S(t));
  M.int(2, S(u));
  B.msg(1, M);
}

const seen = new Set();
const st = new Int32Array(DEPTH * 3);
let dup = 0,
  depthSum = 0;
const SZ = [8, 16, 24, 32, 48, 64, 96, 128, 256, 512, 1024, 2048, 4096, 8192, 32768, 262144];
const kBytes = S('bytes'),
  kTenant = S('tenant'),
  kRoute = S('route');
async function sample(isNew) {
  let len, h;
  for (let tries = 0; ; tries++) {
    len = Math.max(4, Math.min(DEPTH * 3 - 1, Math.round(DEPTH + gauss() * DEPTH * 0.27)));
    let f = roots[Math.floor(roots.length * R() ** 2.5)];
    h = 0;
    for (let d = 0; d < len; d++) {
      const line = R() < 0.94 ? 0 : 1 + Math.floor(R() * 2),
        id = locId(f, tries > 3 && d === len - 1 ? Math.floor(R() * LPF) : line);
      st[d] = id;
      h = (h * 1000003 + id * 31 + d) % 9007199254740881;
      const c = callees[f];
      f = tries > 8 && d > len - 3 ? Math.floor(R() * NF) : c[Math.floor(c.length * R() ** 3)];
    }
    if (!seen.has(h)) break;
    dup++;
  }
  seen.add(h);
  depthSum += len;
  M2.reset();
  for (let d = len - 1; d >= 0; d--) M2.varint(st[d]); // leaf first
  const sz = SZ[Math.floor(SZ.length * R() ** 1.6)];
  const ao = Math.max(1, Math.floor(0.6 / (R() ** 0.9 + 1e-5))); // Zipf/Pareto tail
  let io = R() < 0.45 ? Math.max(1, Math.floor(ao * R() ** 3)) : 0;
  const rr = R(),
    r1 = R(),
    r2 = R();
  let a2 = ao;
  if (GROWTH) {
    let leaky = isNew;
    for (let d = 0; d < len && !leaky; d++) leaky = LEAK.has(Math.floor((st[d] - 1) / LPF));
    io = leaky ? Math.max(1, io) * 4 : Math.floor(io * (0.95 + 0.1 * R2()));
    a2 = Math.max(io, Math.floor(ao * 1.3));
  }
  M3.reset();
  M3.varint(a2);
  M3.varint(a2 * sz);
  M3.varint(io);
  M3.varint(io * sz);
  M.reset();
  M.msg(1, M2);
  M.msg(2, M3);
  M2.reset();
  M2.int(1, kBytes);
  M2.int(3, sz);
  M.msg(3, M2);
  if (rr < 0.1) {
    M2.reset();
    M2.int(1, kTenant);
    M2.int(2, S('tenant-' + Math.floor(40 * r1 ** 2)));
    M.msg(3, M2);
    if (r2 < 0.5) {
      M2.reset();
      M2.int(1, kRoute);
      M2.int(2, S('/api/v1/' + VB[Math.floor(20 * r2)]));
      M.msg(3, M2);
    }
  }
  B.msg(2, M);
  if (B.n > (1 << 20) - 8192) await flush(B);
}
for (let i = 0; i < N; i++) await sample(false);
if (GROWTH) for (let i = 0; i < N * 0.03; i++) await sample(true);
// mappings
M.reset();
M.int(1, 1);
M.int(2, 0x400000);
M.int(3, 0x2400000);
M.int(5, S('/usr/local/bin/shopd'));
M.int(6, S('0123456789abcdef'));
M.int(7, 1);
M.int(8, 1);
M.int(9, 1);
M.int(10, 1);
B.msg(3, M);
M.reset();
M.int(1, 2);
M.int(2, 0x7f0000000000);
M.int(3, 0x7f0000400000);
M.int(5, S('/usr/lib/x86_64-linux-gnu/libimgc.so.1'));
M.int(7, 1);
M.int(8, 1);
M.int(9, 1);
M.int(10, 1);
B.msg(3, M);
for (let f = 0; f < NF; f++) {
  for (let l = 0; l < LPF; l++) {
    M.reset();
    const id = locId(f, l);
    M.int(1, id);
    M.int(2, isC(f) ? 2 : 1);
    M.int(3, (isC(f) ? 0x7f0000000000 : 0x400000) + id * 16);
    M2.reset();
    M2.int(1, f + 1);
    M2.int(2, 10 + ((f * 7) % 900) + l * 5);
    M.msg(4, M2);
    B.msg(4, M);
  }
  if (B.n > 1 << 19) await flush(B);
}
for (let f = 0; f < NF; f++) {
  M.reset();
  M.int(1, f + 1);
  const nm = S(fn[f]);
  M.int(2, nm);
  M.int(3, nm);
  M.int(
    4,
    S(
      isC(f)
        ? `/src/libimgc/${'abcdefgh'[f % 8]}.c`
        : `/src/shopd/${PK[(f * 13 + (f >> 3)) % PK.length]}/f${f % 97}.go`,
    ),
  );
  M.int(5, 5 + ((f * 7) % 900));
  B.msg(5, M);
  if (B.n > 1 << 19) await flush(B);
}
const pt = S('space'),
  pu = S('bytes'),
  dst = S('inuse_space');
for (const s of strs.keys()) {
  B.bytes(6, s);
  if (B.n > 1 << 19) await flush(B);
}
B.int(9, 1.79e18 + GROWTH * 6e11);
B.int(10, 0);
M.reset();
M.int(1, pt);
M.int(2, pu);
B.msg(11, M);
B.int(12, 524288);
B.int(14, dst);
await flush(B);
gz.end();
await once(out, 'finish');
console.log(
  JSON.stringify({
    out: o.out,
    samples: seen.size,
    functions: NF,
    locations: NF * LPF,
    meanDepth: +(depthSum / seen.size).toFixed(1),
    rawBytes,
    dupRewalks: dup,
  }),
);
