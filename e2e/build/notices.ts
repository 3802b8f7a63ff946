import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly homepage?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

function manifestAt(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

/** Folder of a dependency as Node finds it: nested first, then upwards. */
function folderOf(root: string, from: string, name: string): string | null {
  for (let at = from; ; at = join(at, '..')) {
    const folder = join(at, 'node_modules', name);
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (at === root) return null;
  }
}

function licenceText(folder: string): string {
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
  return files
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8').replace(/\r\n?/g, '\n').trim())
    .join('\n\n');
}

/** Names, versions and licence texts of every package that may be in the bundles: what `dependencies` reach. */
export function collectNotices(root: string): string {
  const found = new Map<string, string>();
  const queue: { readonly from: string; readonly name: string }[] = [];
  const enqueue = (folder: string): void => {
    for (const name of Object.keys(manifestAt(folder).dependencies ?? {})) queue.push({ from: folder, name });
  };
  enqueue(root);
  for (let i = 0; i < queue.length; i++) {
    const next = queue[i];
    if (next === undefined || next.name.startsWith('@types/')) continue;
    const folder = folderOf(root, next.from, next.name);
    if (folder === null) continue;
    const { name, version, license = 'licence not stated', homepage = '' } = manifestAt(folder);
    const title = `${name} ${version} — ${license}`;
    if (found.has(title)) continue;
    const text = licenceText(folder);
    found.set(
      title,
      [
        title,
        homepage,
        '',
        ...insideOf(name).flatMap(({ notice }) => [notice, '']),
        text === '' ? `The package carries no licence file; it states: ${license}.` : text,
        ...insideOf(name).flatMap(({ licence }) => ['', readFileSync(join(LICENCES, licence), 'utf8').trim()]),
      ].join('\n'),
    );
    enqueue(folder);
  }
  const rule = `\n\n${'-'.repeat(79)}\n\n`;
  const head = 'Leaklens (Apache-2.0) contains or may contain the following third-party software.';
  return `${[head, ...[...found.keys()].sort().map((title) => found.get(title))].join(rule)}\n`;
}

const LICENCES = join(import.meta.dirname, 'licences');

const VIRTUAL = 'virtual:notices';
const RESOLVED = `\0${VIRTUAL}`;

interface Inside {
  readonly notice: string;
  /** File with the text of its licence. */
  readonly licence: string;
}

/** Programs compiled into a package, which its own licence file does not speak of. */
const INSIDE: Readonly<Record<string, Inside>> = {
  '@hpcc-js/wasm-graphviz': {
    notice:
      'Contains Graphviz, compiled to WebAssembly and not changed: Copyright (c) AT&T Intellectual Property and the\n' +
      'contributors of Graphviz. Graphviz is made available under the Eclipse Public License - v 2.0\n' +
      '(SPDX: EPL-2.0), https://www.eclipse.org/legal/epl-2.0, whose text follows that of the package. Its source\n' +
      'code is available at https://gitlab.com/graphviz/graphviz. It comes without warranty, as that licence says.',
    licence: 'EPL-2.0.txt',
  },
};

function insideOf(name: string): readonly Inside[] {
  const inside = INSIDE[name];
  return inside === undefined ? [] : [inside];
}

/** `import text from 'virtual:notices'` gives the notices; with `file` they are also written beside the page. */
export function notices(root: string, file: boolean): Plugin {
  let text = '';
  const get = (): string => {
    if (text === '') text = collectNotices(root);
    return text;
  };
  return {
    name: 'leaklens:notices',
    resolveId: (id) => (id === VIRTUAL ? RESOLVED : null),
    load: (id) => (id === RESOLVED ? `export default ${JSON.stringify(get())};` : null),
    generateBundle() {
      if (file) this.emitFile({ type: 'asset', fileName: 'THIRD-PARTY-NOTICES.txt', source: get() });
    },
  };
}
