// Deterministic random numbers for the generators (mulberry32), and an output helper.

import { once } from 'node:events';
import fs from 'node:fs';
import zlib from 'node:zlib';

export function rng(seed) {
  let a = seed >>> 0;
  const next = () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = a;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const int = (n) => Math.floor(next() * n);
  return { next, int, pick: (xs) => xs[int(xs.length)] };
}

// zipf(n, s, r): draws 0..n-1 with weight 1/(k+1)^s.
export function zipf(n, s, r) {
  const cdf = new Float64Array(n);
  let t = 0;
  for (let i = 0; i < n; i++) {
    t += 1 / (i + 1) ** s;
    cdf[i] = t;
  }
  return () => {
    const x = r.next() * t;
    let lo = 0,
      hi = n - 1;
    while (lo < hi) {
      const m = (lo + hi) >> 1;
      if (cdf[m] < x) lo = m + 1;
      else hi = m;
    }
    return lo;
  };
}

export function args(defaults) {
  const o = { ...defaults };
  for (const a of process.argv.slice(2)) {
    const m = /^--([\w-]+)(?:=(.*))?$/.exec(a);
    if (!m || !(m[1] in defaults)) {
      console.error(
        'unknown argument ' +
          a +
          '; known: ' +
          Object.entries(defaults)
            .map(([k, v]) => `--${k}=${v}`)
            .join(' '),
      );
      process.exit(2);
    }
    const d = defaults[m[1]];
    o[m[1]] = typeof d === 'number' ? Number(m[2]) : typeof d === 'boolean' ? m[2] !== 'false' : m[2];
  }
  return o;
}

// A sink with back pressure. write(Buffer|string), await end().
export class Sink {
  constructor(path, gzip) {
    this.file = path === '-' ? process.stdout : fs.createWriteStream(path);
    this.bytes = 0;
    if (gzip) {
      this.out = zlib.createGzip({ level: 6 });
      this.out.pipe(this.file);
    } else this.out = this.file;
    this.parts = [];
    this.n = 0;
  }
  async write(b) {
    if (typeof b === 'string') b = Buffer.from(b);
    this.parts.push(b);
    this.n += b.length;
    this.bytes += b.length;
    if (this.n > 1 << 20) await this.flush();
  }
  async flush() {
    if (!this.n) return;
    const b = Buffer.concat(this.parts);
    this.parts = [];
    this.n = 0;
    if (!this.out.write(b)) await once(this.out, 'drain');
  }
  async end() {
    await this.flush();
    this.out.end();
    if (this.file !== process.stdout) await once(this.file, 'finish');
  }
}

// Names like those of a Go + C service.
const pk = [
  'example.com/shop/cart',
  'example.com/shop/internal/ledger',
  'example.com/shop/pkg/cache',
  'net/http',
  'encoding/json',
  'database/sql',
  'compress/flate',
  'runtime',
  'sync',
  'bytes',
  'github.com/acme/rpc',
  'github.com/acme/store/v2',
  'vendor/golang.org/x/net/http2/hpack',
];
const ty = [
  '(*Server)',
  '(*Cache)',
  '(*Conn)',
  '(*Encoder)',
  '(*Pool)',
  '(*Tx)',
  'Reader',
  '(*Map[...])',
  '(*Queue[go.shape.int])',
  '(*bufferedWriter)',
];
const ve = [
  'Serve',
  'Get',
  'Put',
  'decode',
  'encodeState',
  'Flush',
  'grow',
  'alloc',
  'Next',
  'handle',
  'loadOrStore',
  'marshal',
  'split',
  'merge',
  'readLoop',
  'dispatch',
];
const cp = ['sqlite3', 'leaky', 'z', 'deflate', 'png', 'mem', 'rb', 'hash', 'je', 'uv'];
const cv = [
  '_alloc',
  'Malloc',
  '_insert',
  '_compress',
  '_bind_blob',
  '_resize',
  '_copy',
  '_step',
  '_open',
  '_node_split',
];
export function goName(i, r) {
  const p = pk[i % pk.length],
    k = r.int(5);
  const n = r.pick(ve) + (i >= 200 ? i : '');
  if (k === 0) return `${p}.${n}`;
  if (k === 1) return `${p}.${r.pick(ty)}.${n}.func${1 + r.int(4)}`;
  if (k === 2) return `${p}.${n}[...]`;
  return `${p}.${r.pick(ty)}.${n}`;
}
export function cName(i, r) {
  if (r.int(6) === 0) return `mill::Raster<mill::Rgba<unsigned char> >::${r.pick(ve)}${i}(int, int)`;
  return r.pick(cp) + r.pick(cv) + (r.int(2) ? `_${i}` : '');
}
