import { ok, type Result } from '../base/result.ts';
import type { KeyTable } from '../model/call-tree.ts';
import type { Message } from '../model/report.ts';
import { stringAt } from '../model/strings.ts';
import { compileRegex } from './regex.ts';

/** What a search field means: `/…/` is an RE2 expression, else a substring, in any case when it is all lower case. */
export function compileSearch(text: string): Result<(text: string) => boolean, Message> {
  if (text.length > 2 && text.startsWith('/') && text.endsWith('/')) {
    const regex = compileRegex(text.slice(1, -1));
    return regex.ok ? ok((name) => regex.value.test(name)) : regex;
  }
  if (text !== text.toLowerCase()) return ok((name) => name.includes(text));
  return ok((name) => name.toLowerCase().includes(text));
}

/** Per key: 1 = its shown name, or one of the other columns asked for, matches. */
export function matchKeys(
  keys: KeyTable,
  test: (text: string) => boolean,
  columns: readonly ('name' | 'rawName' | 'file')[],
): Uint8Array {
  const known = new Map<number, boolean>();
  const matches = new Uint8Array(keys.length);
  for (let k = 0; k < keys.length; k++) {
    for (const column of columns) {
      const id = keys[column][k] as number;
      let hit = known.get(id);
      if (hit === undefined) known.set(id, (hit = test(stringAt(keys.strings, id))));
      if (hit) {
        matches[k] = 1;
        break;
      }
    }
  }
  return matches;
}
