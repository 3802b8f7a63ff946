import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

/** Source expression that allows exactly this inline text. */
export function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;
}

/** Policy of the static site: its own files, blob workers (which inherit it) and the service worker. */
const SITE_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
];

/** Policy of the single file: nothing but the texts inside it. */
export function singlePolicy(scripts: readonly string[], styles: readonly string[]): string {
  return [
    "default-src 'none'",
    `script-src ${scripts.map(hashOf).join(' ')} 'wasm-unsafe-eval'`,
    `style-src ${styles.length === 0 ? "'none'" : styles.map(hashOf).join(' ')}`,
    'img-src data: blob:',
    "connect-src 'none'",
    'worker-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** Puts the policy right behind the charset: it holds only for what comes after it. */
export function withPolicy(html: string, policy: string): string {
  const charset = '<meta charset="utf-8" />';
  if (!html.includes(charset)) throw new Error(`index.html lacks ${charset}`);
  return html.replace(
    charset,
    () => `${charset}\n    <meta http-equiv="Content-Security-Policy" content="${policy}" />`,
  );
}

/** The built site carries its policy; the development server needs inline scripts and has none. */
export function siteCsp(): Plugin {
  return {
    name: 'leaklens:csp',
    apply: 'build',
    transformIndexHtml: { order: 'post', handler: (html) => withPolicy(html, SITE_POLICY.join('; ')) },
  };
}
