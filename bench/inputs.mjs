// The bench's inputs, made once into bench/out. Same arguments, same bytes.
import { execFileSync } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';

export const out = join(import.meta.dirname, 'out');

/** Path of a heap profile with so many distinct stacks; `grown` is the later one of the same process. */
export function heapProfile(samples, grown = false) {
  const path = join(out, `heap-${samples}${grown ? '-grown' : ''}.pb.gz`);
  if (existsSync(path)) return path;
  mkdirSync(out, { recursive: true });
  const generator = join(import.meta.dirname, 'bench-pprof.mjs');
  const args = ['--max-old-space-size=6000', generator, '--samples', String(samples), '--growth', grown ? '1' : '0'];
  console.error(`making ${path}`);
  execFileSync(process.execPath, [...args, '--out', `${path}.part`], { stdio: 'ignore' });
  renameSync(`${path}.part`, path);
  return path;
}

/** Path of a perf script text of so many MB. */
export function perfText(mb) {
  return generated(`perf-${mb}.txt`, 'bench-perf-script.mjs', ['--mb', String(mb)]);
}

/** Path of memleak reports of libbpf-tools, so many MB. */
export function memleakText(mb) {
  return generated(`memleak-${mb}.txt`, 'gen-memleak.mjs', ['--format=libbpf', `--mb=${mb}`]);
}

function generated(name, generator, args) {
  const path = join(out, name);
  if (existsSync(path)) return path;
  mkdirSync(out, { recursive: true });
  console.error(`making ${path}`);
  execFileSync(process.execPath, [join(import.meta.dirname, generator), ...args, `--out=${path}.part`], {
    stdio: 'ignore',
  });
  renameSync(`${path}.part`, path);
  return path;
}

/** Path of a folded text in which every stack ends in a function of its own: as many rows in the table. */
export async function manyFunctions(rows) {
  const path = join(out, `functions-${rows}.folded`);
  if (existsSync(path)) return path;
  mkdirSync(out, { recursive: true });
  const file = createWriteStream(`${path}.part`);
  let state = 1;
  for (let i = 0; i < rows; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const line = `main.main;net/http.(*conn).serve;pkg${i % 97}.Type${i % 1009}.method${i} ${1 + (state >>> 12)}\n`;
    if (!file.write(line)) await new Promise((resolve) => file.once('drain', resolve));
  }
  await new Promise((resolve) => file.end(resolve));
  renameSync(`${path}.part`, path);
  return path;
}
