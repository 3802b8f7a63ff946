import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { singlePolicy, withPolicy } from './csp.ts';

/** The parser ends a script at this text wherever it stands; newlines are normalised before the hash is taken. */
function inlineScript(code: string): string {
  return code
    .replace(/\r\n?/g, '\n')
    .replace(/<\/(script)/gi, '<\\/$1')
    .replace(/<!--/g, '\\x3C!--')
    .trim();
}

function inlineStyle(css: string): string {
  return css
    .replace(/\r\n?/g, '\n')
    .replace(/<\/(style)/gi, '<\\/$1')
    .trim();
}

/** Makes one HTML file of the bundle: scripts, styles and icon inside, and a policy with their hashes. */
export function singleFile(root: string, fileName: string): Plugin {
  return {
    name: 'leaklens:single-file',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const page = bundle['index.html'];
        if (page?.type !== 'asset') throw new Error('the bundle has no index.html');
        const scripts: string[] = [];
        const styles: string[] = [];
        const icon = readFileSync(join(root, 'public/favicon.svg')).toString('base64');
        const left = new Set(Object.keys(bundle));
        left.delete('index.html');
        const take = (href: string): string => {
          const name = href.replace(/^\.\//, '');
          const file = bundle[name];
          if (file === undefined) throw new Error(`${href} is not in the bundle`);
          left.delete(name);
          return file.type === 'chunk' ? file.code : String(file.source);
        };
        const html = String(page.source)
          .replace(/<link rel="manifest"[^>]*>\s*/, '')
          .replace('./favicon.svg', () => `data:image/svg+xml;base64,${icon}`)
          .replace(/<script\s+src="\.\/boot\.js"><\/script>/, () => {
            const code = inlineScript(readFileSync(join(root, 'public/boot.js'), 'utf8'));
            scripts.push(code);
            return `<script>${code}</script>`;
          })
          .replace(/<script type="module"[^>]*src="([^"]+)"[^>]*><\/script>/, (_tag, href: string) => {
            const code = inlineScript(take(href));
            scripts.push(code);
            return `<script type="module">${code}</script>`;
          })
          .replace(/<link rel="stylesheet"[^>]*href="([^"]+)"[^>]*>/g, (_tag, href: string) => {
            const css = inlineStyle(take(href));
            styles.push(css);
            return `<style>${css}</style>`;
          });
        if (scripts.length !== 2) throw new Error(`expected the boot check and one script, found ${scripts.length}`);
        if (left.size > 0) throw new Error(`not inlined: ${[...left].join(', ')}`);
        if (html.includes('\0')) throw new Error('the page holds a NUL, which the HTML parser replaces');
        for (const name of Object.keys(bundle)) delete bundle[name];
        this.emitFile({ type: 'asset', fileName, source: withPolicy(html, singlePolicy(scripts, styles)) });
      },
    },
  };
}
