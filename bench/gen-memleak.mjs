#!/usr/bin/env node
// Makes memleak report text: node gen-memleak.mjs --format=libbpf|bcc --reports=10 --stacks=100 --depth=25 --seed=1 --out=x.txt [--mb=0]
// With --mb=N it goes on until N MB are written. --addrs=K prints K "addr =" lines per stack.
import fs from 'node:fs';
import { args, cName, goName, rng, Sink } from './rng.mjs';

const A = args({
  format: 'libbpf',
  reports: 10,
  stacks: 100,
  depth: 25,
  seed: 1,
  interval: 10,
  addrs: 0,
  mb: 0,
  out: 'gen.memleak.txt',
  gzip: false,
  facts: '',
});
const r = rng(A.seed),
  bin = '/usr/local/bin/shopd',
  libs = ['/opt/app/lib/libleaky.so', '/usr/lib/x86_64-linux-gnu/libsqlite3.so.0.8.6'];
const st = [];
for (let i = 0; i < A.stacks; i++) {
  const d = 1 + r.int(A.depth),
    fr = [],
    seam = r.int(d + 1);
  for (let k = 0; k < d; k++) {
    const c = k < seam;
    if (k === seam && seam > 0 && k + 3 < d) {
      fr.push({ n: 'runtime.asmcgocall.abi0', a: 0x47df20, o: 0x64, m: bin });
      continue;
    }
    const id = r.int(4000);
    fr.push({
      n: c && r.int(7) === 0 ? null : c ? cName(id, r) : goName(id, r),
      a: (c ? 0x7f3a10000000 : 0x400000) + id * 256,
      o: 1 + r.int(250),
      m: c ? libs[id % 2] : bin,
    });
  }
  const kind = i % 4; // 0 steady leak, 1 plateau, 2 saw tooth, 3 slow leak
  st.push({
    fr,
    kind,
    size: [24, 32, 100, 256, 1024, 4096, 65536][r.int(7)],
    rate: 1 + r.int(200),
    n: 0,
    addr: 0x7f0000000000 + i * 0x1000000,
  });
}
const out = new Sink(A.out, A.gzip);
const facts = { args: A, reports: [] };
if (A.format === 'libbpf')
  await out.write(
    'using default object: libc.so.6\nusing page size: 4096\ntracing kernel: false\nTracing outstanding memory allocs...  Hit Ctrl-C to end\n',
  );
else await out.write('Attaching to pid 4242, Ctrl+C to quit.\n');
const p2 = (n) => String(n).padStart(2, '0');
for (let k = 0; A.mb ? out.bytes < A.mb * 1048576 : k < A.reports; k++) {
  const sec = 36000 + k * A.interval,
    H = Math.floor(sec / 3600) % 24,
    M = Math.floor(sec / 60) % 60,
    Sx = sec % 60;
  for (const s of st) {
    if (s.kind === 0) s.n += s.rate;
    else if (s.kind === 1) s.n = Math.min(s.rate * 5, s.n + s.rate);
    else if (s.kind === 2) s.n = s.rate * (k % 4);
    else if (k % 3 === 0) s.n += 1;
  }
  const live = st.filter((s) => s.n).sort((a, b) => b.n * b.size - a.n * a.size || 0);
  if (A.format === 'bcc') live.reverse();
  const b = live.reduce((x, s) => x + s.n * s.size, 0),
    c = live.reduce((x, s) => x + s.n, 0);
  facts.reports.push({
    time: A.format === 'bcc' ? `${p2(H)}:${p2(M)}:${p2(Sx)}` : `${H}:${M}:${Sx}`,
    stacks: live.length,
    bytes: b,
    allocs: c,
  });
  await out.write(
    A.format === 'bcc'
      ? `[${p2(H)}:${p2(M)}:${p2(Sx)}] Top ${Math.max(10, A.stacks)} stacks with outstanding allocations:\n`
      : `[${H}:${M}:${Sx}] Top ${live.length} stacks with outstanding allocations:\n`,
  );
  if (A.format === 'bcc' && A.addrs)
    for (const s of live)
      for (let i = 0; i < Math.min(A.addrs, s.n); i++)
        await out.write(`\taddr = ${(s.addr + i * s.size).toString(16)} size = ${s.size}\n`);
  for (const s of live) {
    let t =
      A.format === 'bcc'
        ? `\t${s.n * s.size} bytes in ${s.n} allocations from stack\n`
        : `${s.n * s.size} bytes in ${s.n} allocations from stack\n`;
    if (A.format === 'libbpf' && A.addrs)
      for (let i = 0; i < Math.min(A.addrs, s.n); i++)
        t += `\taddr = 0x${(s.addr + i * s.size).toString(16)} size = ${s.size}\n`;
    s.fr.forEach((f, i) => {
      const a = (f.a + f.o).toString(16).padStart(16, '0');
      t +=
        A.format === 'bcc'
          ? `\t\t0x${a}\t${f.n ? `${f.n}+0x${f.o.toString(16)}` : '[unknown]'} [${f.m.split('/').pop()}]\n`
          : `\t${i} [<${a}>]${f.n ? ` ${f.n}+0x${f.o.toString(16)}` : ''} [${f.m}]\n`;
    });
    await out.write(t);
  }
}
if (A.format === 'libbpf') await out.write('done\n');
await out.end();
if (A.facts) fs.writeFileSync(A.facts, JSON.stringify(facts, null, 1));
console.error(JSON.stringify({ bytes: out.bytes, reports: facts.reports.length, last: facts.reports.at(-1) }));
