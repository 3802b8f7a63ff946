import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/**
 * Text of the service worker. It keeps every file of one build; hashed files come from the cache, the rest from the
 * server while that answers. It does not skip waiting: a page that is open keeps the build that it started with.
 */
function workerText(version: string, files: readonly string[]): string {
  return `const CACHE = 'leaklens-${version}';
const FILES = ${JSON.stringify(files)};
self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)));
});
self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((n) => n.startsWith('leaklens-') && n !== CACHE).map((n) => caches.delete(n))))
      .then(() => self.clients.claim()),
  );
});
self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== self.location.origin) return;
  const scope = new URL(self.registration.scope);
  const path = url.pathname.startsWith(scope.pathname) ? './' + url.pathname.slice(scope.pathname.length) : '';
  if (!FILES.includes(path)) return;
  const kept = () => caches.open(CACHE).then((cache) => cache.match(path));
  event.respondWith(
    path.startsWith('./assets/')
      ? kept().then((hit) => hit || fetch(event.request))
      : fetch(event.request).catch(() => kept().then((hit) => hit || Response.error())),
  );
});
`;
}

/** Writes sw.js with the list of all files of the site. `src/app/offline.ts` registers it where browsers allow that. */
export function offline(root: string): Plugin {
  return {
    name: 'leaklens:offline',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const hash = createHash('sha256');
        const files = ['./'];
        for (const [name, item] of Object.entries(bundle).sort(([a], [b]) => (a < b ? -1 : 1))) {
          hash.update(name).update(item.type === 'chunk' ? item.code : item.source);
          files.push(`./${name}`);
        }
        for (const name of readdirSync(join(root, 'public'), { recursive: true, withFileTypes: true })) {
          if (!name.isFile()) continue;
          const path = join(name.parentPath, name.name);
          hash.update(readFileSync(path));
          files.push(`./${path.slice(join(root, 'public').length + 1).replaceAll('\\', '/')}`);
        }
        const text = workerText(hash.digest('hex').slice(0, 12), files);
        this.emitFile({ type: 'asset', fileName: 'sw.js', source: text });
      },
    },
  };
}
