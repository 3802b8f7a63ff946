// Small servers on loopback for the tests and the bench.
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

/**
 * A running server. `origin` is `http://127.0.0.1:port`, `hits` the paths that were asked for.
 * @typedef {{ readonly origin: string, readonly hits: string[], close(): Promise<void> }} Served
 */

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};

/** @returns {Promise<Served>} */
async function started(server, hits) {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const close = () =>
    new Promise((resolve) => {
      server.close(() => resolve(undefined));
      server.closeAllConnections();
    });
  return { origin: `http://127.0.0.1:${server.address().port}`, hits, close };
}

/**
 * Serves a folder below a sub-path, as any plain web server would.
 * @param {string} folder
 * @param {string} below
 */
export function serveFolder(folder, below) {
  const hits = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent((request.url ?? '/').replace(/[?#].*$/, ''));
    hits.push(path);
    const inside = path.startsWith(below) ? normalize(path.slice(below.length)) : '..';
    const file = join(folder, inside === '.' || inside === '' ? 'index.html' : inside);
    if (inside.startsWith('..') || statSync(file, { throwIfNoEntry: false })?.isFile() !== true) {
      response.writeHead(404).end('not found');
      return;
    }
    response.writeHead(200, {
      'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
      'cache-control': 'no-store',
    });
    createReadStream(file).pipe(response);
  });
  return started(server, hits);
}

/** Another origin that would answer anybody: nothing may ever reach it. */
export function serveTrap() {
  const hits = [];
  const server = createServer((request, response) => {
    hits.push(request.url ?? '');
    response.writeHead(200, { 'access-control-allow-origin': '*', 'content-type': 'text/javascript' }).end('1');
  });
  return started(server, hits);
}
