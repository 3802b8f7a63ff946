import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { build, type Plugin } from 'vite';
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

/** What inflates the page's script and starts it. */
async function starterText(root: string, target: readonly string[]): Promise<string> {
  const built = await build({
    configFile: false,
    root,
    logLevel: 'warn',
    build: {
      write: false,
      target: [...target],
      lib: { entry: join(root, 'src/app/start-packed.ts'), formats: ['iife'], name: 'start' },
      rolldownOptions: { output: { minify: true } },
    },
  });
  const [output] = Array.isArray(built) ? built : [built];
  const chunk = output !== undefined && 'output' in output ? output.output[0] : undefined;
  if (chunk === undefined) throw new Error('the start of the single file was not built');
  return inlineScript(chunk.code);
}

/**
 * Makes one HTML file of the bundle: styles and icon inside, the script deflated behind a small one that starts it, and a
 * policy with their hashes.
 */
export function singleFile(root: string, fileName: string, target: readonly string[]): Plugin {
  return {
    name: 'leaklens:single-file',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      async handler(_options, bundle) {
        const starter = await starterText(root, target);
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
            const code = take(href);
            scripts.push(starter, code);
            const packed = deflateRawSync(code, { level: 9 }).toString('base64');
            const bytes = Buffer.byteLength(code);
            return `<script type="text/plain" id="packed" data-bytes="${bytes}">${packed}</script><script type="module">${starter}</script>`;
          })
          .replace(/<link rel="stylesheet"[^>]*href="([^"]+)"[^>]*>/g, (_tag, href: string) => {
            const css = inlineStyle(take(href));
            styles.push(css);
            return `<style>${css}</style>`;
          });
        if (scripts.length !== 3) throw new Error(`expected the boot check and one script, found ${scripts.length}`);
        if (left.size > 0) throw new Error(`not inlined: ${[...left].join(', ')}`);
        if (html.includes('\0')) throw new Error('the page holds a NUL, which the HTML parser replaces');
        for (const name of Object.keys(bundle)) delete bundle[name];
        this.emitFile({ type: 'asset', fileName, source: withPolicy(html, singlePolicy(scripts, styles)) });
      },
    },
  };
}
