import { deflateRawSync } from 'node:zlib';
import { type Plugin, parseAst } from 'vite';

/** How Vite writes the text of an inlined worker, and how the notices are written. */
const WORKER_TEXT = /^(const jsContent = )("(?:[^"\\\n]|\\.)*")(;?)$/m;
const NOTICES_TEXT = /^(export default )("(?:[^"\\\n]|\\.)*")(;?)$/m;

/** The value of a string literal of JavaScript, which may hold more raw characters than one of JSON. */
function stringOf(literal: string): string {
  const [statement] = parseAst(`(${literal})`).body;
  const expression = statement?.type === 'ExpressionStatement' ? statement.expression : undefined;
  const inner = expression?.type === 'ParenthesizedExpression' ? expression.expression : expression;
  if (inner?.type !== 'Literal' || typeof inner.value !== 'string') throw new Error('not a string literal');
  return inner.value;
}

/**
 * In the single file, long texts that are needed late (workers, third-party notices) are kept deflated and inflated by
 * `src/base/unpack.ts` when their module is first used. A text that base64 would make longer stays as it is.
 */
export function packed(): Plugin {
  return {
    name: 'leaklens:packed',
    apply: 'build',
    enforce: 'post',
    transform(code, id) {
      const worker = /\.worker\.ts\?.*worker/.test(id);
      if (!worker && id !== '\0virtual:notices') return null;
      const pattern = worker ? WORKER_TEXT : NOTICES_TEXT;
      const literal = pattern.exec(code)?.[2];
      if (literal === undefined) throw new Error(`no text to pack in ${id}`);
      const raw = Buffer.from(stringOf(literal));
      const base64 = deflateRawSync(raw, { level: 9 }).toString('base64');
      if (base64.length >= literal.length) return null;
      const head = `import { unpack } from '/src/base/unpack.ts';\n`;
      const body = code.replace(pattern, (_whole, before: string, _text, end: string) => {
        return `${before}unpack("${base64}", ${raw.length})${end}`;
      });
      return { code: head + body, map: null };
    },
  };
}
