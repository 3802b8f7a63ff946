// After npm install from a mirror that does not carry every platform: npm leaves those packages out of the lock, and
// npm ci then refuses the lock. This writes them in again, by name, version and platform.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const file = join(import.meta.dirname, '../package-lock.json');
const SYSTEMS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const PROCESSORS = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64'];

function isListed(packages, from, name) {
  for (let at = from; ; at = at.replace(/(?:^|\/)node_modules\/(?:@[^/]+\/)?[^/]+$/, '')) {
    if (packages[`${at === '' ? '' : `${at}/`}node_modules/${name}`] !== undefined) return true;
    if (at === '') return false;
  }
}

/** Optional packages that something asks for and the lock lacks: `[path, entry]`. */
export function missingOptional(packages) {
  const missing = [];
  for (const [path, parent] of Object.entries(packages)) {
    for (const [name, range] of Object.entries(parent.optionalDependencies ?? {})) {
      if (isListed(packages, path, name)) continue;
      const words = name.slice(name.lastIndexOf('/') + 1).split('-');
      const os = SYSTEMS.filter((system) => words.includes(system));
      const cpu = PROCESSORS.filter((processor) => words.includes(processor));
      const libc = words.includes('musl') ? ['musl'] : words.includes('gnu') ? ['glibc'] : null;
      const entry = {
        version: range.replace(/^[\^~]/, ''),
        ...(cpu.length > 0 && { cpu }),
        ...(parent.dev && { dev: true }),
        ...(libc && { libc }),
        optional: true,
        ...(os.length > 0 && { os }),
      };
      missing.push([`node_modules/${name}`, entry]);
    }
  }
  return missing;
}

if (process.argv[1] === import.meta.filename) {
  const lock = JSON.parse(readFileSync(file, 'utf8'));
  const missing = missingOptional(lock.packages);
  const entries = [...Object.entries(lock.packages), ...missing].sort(([a], [b]) => (a < b ? -1 : 1));
  lock.packages = Object.fromEntries(entries);
  if (missing.length > 0) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`${missing.length} packages of other platforms added to package-lock.json`);
}
