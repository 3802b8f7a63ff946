import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createReadStream, existsSync, type Stats } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, extname, join, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream';

export interface SiteOptions {
  /** Folder of the built site. */
  readonly root: string;
  /** Files to open in it; only these can be fetched beside the site. */
  readonly files: readonly string[];
  /** 0 = any that is free. */
  readonly port: number;
}

export interface Site {
  /** Where the page opens with the files. Whoever knows it can read them; nobody else on the machine can. */
  readonly url: string;
  close(): Promise<void>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
};

/**
 * Serves the site on loopback below a secret path, with `files` beside it. Requests with another Host (a name that
 * was pointed at 127.0.0.1), another method or another path get nothing.
 */
export async function serveSite(options: SiteOptions): Promise<Site> {
  const root = await realpath(options.root);
  const secret = randomBytes(16).toString('hex');
  const server = createServer((request, response) => {
    answer(request, response, root, secret, options.files).catch(() => refuse(response, 500));
  });
  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen(options.port, '127.0.0.1', done);
  });
  const { port } = server.address() as AddressInfo;
  const links = options.files.map(
    (file, i) => `u=${encodeURIComponent(`files/${i}/${encodeURIComponent(basename(file))}`)}`,
  );
  const hash = links.length === 0 ? '' : `#${links.join('&')}`;
  return {
    url: `http://127.0.0.1:${port}/${secret}/${hash}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  root: string,
  secret: string,
  files: readonly string[],
): Promise<void> {
  const port = request.socket.localPort;
  const host = request.headers.host;
  if (host !== `127.0.0.1:${port}` && host !== `localhost:${port}`) return refuse(response, 403);
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405);
  const parts = pathOf(request.url ?? '');
  if (parts === null || !sameText(parts[0] ?? '', secret)) return refuse(response, 404);
  if (parts.length === 1) return refuse(response, 404);
  const wanted = parts[1] === 'files' ? files[Number(parts[2])] : join(root, ...parts.slice(1));
  const isFile = parts[1] === 'files';
  if (wanted === undefined || (isFile && parts.length !== 4)) return refuse(response, 404);
  const path = wanted === root || wanted.endsWith(sep) ? join(wanted, 'index.html') : wanted;
  if (!existsSync(path)) return refuse(response, 404);
  const real = await realpath(path);
  if (!isFile && real !== root && !real.startsWith(root + sep)) return refuse(response, 404);
  const stats = await stat(real);
  if (!stats.isFile()) return refuse(response, 404);
  send(request, response, real, stats, isFile);
}

/** The decoded parts of a path; null when it is none or tries to climb. */
function pathOf(url: string): string[] | null {
  try {
    const parts = (url.split(/[?#]/)[0] ?? '').split('/').slice(1).map(decodeURIComponent);
    const climbs = parts.some((part) => part === '..' || part === '.' || /[/\\\0]/.test(part));
    return climbs ? null : parts;
  } catch {
    return null;
  }
}

function sameText(a: string, b: string): boolean {
  const x = Buffer.from(a);
  const y = Buffer.from(b);
  return x.length === y.length && timingSafeEqual(x, y);
}

function send(request: IncomingMessage, response: ServerResponse, path: string, stats: Stats, isFile: boolean): void {
  response.writeHead(200, {
    // What a user opened is data, whatever its name: it must never run as a page of this origin.
    'content-type': isFile ? 'application/octet-stream' : (TYPES[extname(path)] ?? 'application/octet-stream'),
    'content-length': stats.size,
    'last-modified': stats.mtime.toUTCString(),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
  });
  if (request.method === 'HEAD') response.end();
  else pipeline(createReadStream(path), response, () => {});
}

function refuse(response: ServerResponse, status: number): void {
  if (!response.headersSent) response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end();
}

/** The site's folder beside the bundled command (`dist/cli/leaklens.mjs` → `dist/site`). */
export function siteFolder(script: string): string {
  return resolve(script, '..', '..', 'site');
}
