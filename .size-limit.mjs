import { readFileSync } from 'node:fs';

/** The first script of the site is what index.html asks for at once: its module and that module's static imports. */
function firstScripts() {
  let html = '';
  try {
    html = readFileSync('dist/site/index.html', 'utf8');
  } catch {
    // Nothing built: size-limit then says that the files are missing.
  }
  const hrefs = [...html.matchAll(/<(?:script|link rel="modulepreload")[^>]*(?:src|href)="\.\/([^"]+\.js)"/g)].map(
    (match) => match[1],
  );
  return hrefs.length > 0 ? hrefs.map((href) => `dist/site/${href}`) : ['dist/site/index.html'];
}

export default [
  { name: 'first script of the site, gzip', path: firstScripts(), gzip: true, limit: '200 kB' },
  { name: 'leaklens.html', path: 'dist/leaklens.html', brotli: false, gzip: false, limit: '2.5 MB' },
];
