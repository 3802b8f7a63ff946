import { RE2JS, RE2JSSyntaxException } from 're2js';
import { err, ok, type Result } from '../base/result.ts';
import type { Message } from '../model/report.ts';

/** An RE2 expression; `test` is true where it matches any part of the text. */
export interface Regex {
  test(text: string): boolean;
}

/** Compiles RE2 syntax as Go has it. The message of a failure says what is wrong and at which character (from 1). */
export function compileRegex(source: string): Result<Regex, Message> {
  try {
    const compiled = RE2JS.compile(source);
    return ok({ test: (text) => compiled.test(text) });
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    return err(explain(source, error.error, error.input ?? ''));
  }
}

function explain(source: string, what: string, part: string): Message {
  const found = part === '' || part === source ? -1 : source.lastIndexOf(part);
  const position = Math.max(found, 0) + 1;
  if (what === 'missing closing )')
    return { key: 'analysis.regex.missing', args: { what: '`)`', position: source.length + 1 } };
  if (what === 'missing closing ]')
    return { key: 'analysis.regex.missing', args: { what: '`]`', position: source.length + 1 } };
  if (what === 'unexpected )')
    return { key: 'analysis.regex.unexpected', args: { what: '`)`', position: unmatchedParenthesis(source) + 1 } };
  const args = { what: `\`${part === '' ? source : part}\``, position };
  if (what.includes('repetition') || what.includes('repeat')) return { key: 'analysis.regex.repeat', args };
  if (what.includes('escape')) return { key: 'analysis.regex.escape', args };
  if (what.includes('Perl')) return { key: 'analysis.regex.perl', args };
  return { key: 'analysis.regex.invalid', args };
}

function unmatchedParenthesis(source: string): number {
  let open = 0;
  let inClass = false;
  for (let i = 0; i < source.length; i++) {
    const c = source.charAt(i);
    if (c === '\\') i++;
    else if (inClass) inClass = c !== ']';
    else if (c === '[') inClass = true;
    else if (c === '(') open++;
    else if (c === ')' && --open < 0) return i;
  }
  return source.length - 1;
}
