import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Site, serveSite } from './serve.ts';

let folder = '';
let site: Site;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'leaklens-'));
  mkdirSync(join(folder, 'site', 'assets'), { recursive: true });
  writeFileSync(join(folder, 'site', 'index.html'), '<title>page</title>');
  writeFileSync(join(folder, 'site', 'assets', 'a.js'), '1');
  writeFileSync(join(folder, 'secret.txt'), 'outside');
  symlinkSync(join(folder, 'secret.txt'), join(folder, 'site', 'link.txt'));
  writeFileSync(join(folder, 'heap 100%.html'), 'data');
  site = await serveSite({ root: join(folder, 'site'), files: [join(folder, 'heap 100%.html')], port: 0 });
});
afterAll(async () => {
  await site.close();
  rmSync(folder, { recursive: true });
});

/** A request as written: `fetch` would tidy the path up. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET') {
  const { port, pathname } = new URL(site.url);
  return new Promise<{ status: number; type: string; body: string; cache: string }>((resolve, reject) => {
    request(
      { host: '127.0.0.1', port, path: path.replace('SECRET', pathname.slice(1, -1)), headers, method },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            type: answer.headers['content-type'] ?? '',
            cache: answer.headers['cache-control'] ?? '',
            body: Buffer.concat(chunks).toString(),
          }),
        );
      },
    )
      .on('error', reject)
      .end();
  });
}

describe('serveSite', () => {
  it('gives the page and its parts with their types, uncached', async () => {
    expect(await ask('/SECRET/')).toEqual({
      status: 200,
      type: 'text/html; charset=utf-8',
      cache: 'no-store',
      body: '<title>page</title>',
    });
    expect((await ask('/SECRET/assets/a.js')).type).toBe('text/javascript; charset=utf-8');
  });

  it('gives opened files at the address in the link, as data', async () => {
    const { origin, pathname, hash } = new URL(site.url);
    const path = new URLSearchParams(hash.slice(1)).get('u') ?? '';
    expect(decodeURIComponent(path.slice(path.lastIndexOf('/') + 1))).toBe('heap 100%.html');
    const answer = await fetch(new URL(path, origin + pathname));
    expect(answer.headers.get('content-type')).toBe('application/octet-stream');
    expect(await answer.text()).toBe('data');
  });

  it.each([
    '/',
    '/SECRET',
    '/0123456789abcdef0123456789abcdef/',
    '/SECRET/../secret.txt',
    '/SECRET/..%2fsecret.txt',
    '/SECRET/%2e%2e/secret.txt',
    '/SECRET/link.txt',
    '/SECRET/assets',
    '/SECRET/files/1/x',
    '/SECRET/files/-1/x',
    '/SECRET/files/0',
    '/SECRET/%E0%A4%A',
    '/SECRET/nothing.js',
  ])('gives nothing for %s', async (path) => {
    const answer = await ask(path);
    expect(answer.status).toBe(404);
    expect(answer.body).toBe('');
  });

  it('answers its own host only', async () => {
    expect((await ask('/SECRET/', { host: 'evil.example' })).status).toBe(403);
    expect((await ask('/SECRET/', { host: `localhost:${new URL(site.url).port}` })).status).toBe(200);
    expect((await ask('/SECRET/', {}, 'POST')).status).toBe(405);
  });
});
