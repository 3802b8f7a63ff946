import { err, ok, type Result } from '../base/result.ts';
import { scaleValue } from '../base/units.ts';
import { NONE } from '../model/ids.ts';
import type { Filter } from '../model/lens.ts';
import type { LabelSets, Profile } from '../model/profile.ts';
import type { Message } from '../model/report.ts';
import { stringAt } from '../model/strings.ts';
import { compileRegex, type Regex } from './regex.ts';

/** True where label set `set` passes one tag filter. */
type TagTest = (set: number) => boolean;
type InRange = (value: number, unit: string) => boolean;

/**
 * Unit of every numeric label key, by string id: the first that a sample names, else `bytes` for `request` and
 * `alignment`, else the key itself (pprof's rule).
 */
export function labelUnits(profile: Profile): Map<number, string> {
  const { labelSets, strings } = profile;
  const units = new Map<number, string>();
  for (let i = 0; i < labelSets.key.length; i++) {
    if (labelSets.text[i] !== NONE) continue;
    const key = labelSets.key[i] as number;
    if ((units.get(key) ?? '') === '') units.set(key, stringAt(strings, labelSets.unit[i] as number));
  }
  for (const [key, unit] of units) {
    if (unit !== '') continue;
    const name = stringAt(strings, key);
    units.set(key, name === 'request' || name === 'alignment' ? 'bytes' : name);
  }
  return units;
}

/** Compiles a tagfocus/tagignore value as pprof reads it: `[key=]range` or `[key=]regex[,regex…]`. */
export function compileTagFilter(value: string, profile: Profile): Result<TagTest, Message> {
  const equals = value.indexOf('=');
  const key = equals < 0 ? '' : value.slice(0, equals);
  const wanted = equals < 0 ? value : value.slice(equals + 1);
  const { labelSets, strings } = profile;
  const textOf = (i: number): string => stringAt(strings, labelSets.text[i] as number);
  const range = parseRange(wanted);
  if (range !== null) return ok(rangeTest(range, key, profile));
  const regexes: Regex[] = [];
  for (const part of wanted.split(',')) {
    const regex = compileRegex(part);
    if (!regex.ok) return regex;
    regexes.push(regex.value);
  }
  if (key === '') {
    return ok((set) =>
      regexes.every((regex) =>
        someText(labelSets, set, (i) => regex.test(`${stringAt(strings, labelSets.key[i] as number)}:${textOf(i)}`)),
      ),
    );
  }
  return ok((set) =>
    someText(
      labelSets,
      set,
      (i) => stringAt(strings, labelSets.key[i] as number) === key && regexes.some((regex) => regex.test(textOf(i))),
    ),
  );
}

function someText(labelSets: LabelSets, set: number, test: (entry: number) => boolean): boolean {
  const to = labelSets.offsets[set + 1] as number;
  for (let i = labelSets.offsets[set] as number; i < to; i++) if (labelSets.text[i] !== NONE && test(i)) return true;
  return false;
}

function rangeTest(range: InRange, key: string, profile: Profile): TagTest {
  const { labelSets, strings } = profile;
  const units = labelUnits(profile);
  return (set) => {
    const to = labelSets.offsets[set + 1] as number;
    for (let i = labelSets.offsets[set] as number; i < to; i++) {
      if (labelSets.text[i] !== NONE) continue;
      const id = labelSets.key[i] as number;
      if (key !== '' && stringAt(strings, id) !== key) continue;
      if (range(Number(labelSets.num[i]), units.get(id) ?? '')) return true;
    }
    return false;
  };
}

const QUANTITY = /([+-]?[0-9]+)([A-Za-z]+)?/g;

/** `4kb`, `4kb:`, `:4kb`, `1kb:4kb`; null when the text is no range (then it is a regex). */
function parseRange(text: string): InRange | null {
  const found = [...text.matchAll(QUANTITY)].slice(0, 2);
  const first = found[0];
  if (first === undefined) return null;
  const low = scaleValue(Number(first[1]), first[2] ?? '', first[2] ?? '');
  const second = found[1];
  const compare =
    (test: (value: number) => boolean): InRange =>
    (value, unit) => {
      const scaled = scaleValue(value, unit, low.unit);
      return scaled.unit === low.unit && test(scaled.value);
    };
  if (second === undefined) {
    if (text === first[0]) return compare((v) => v === low.value);
    if (text === `${first[0]}:`) return compare((v) => v >= low.value);
    if (text === `:${first[0]}`) return compare((v) => v <= low.value);
    return null;
  }
  if (text !== `${first[0]}:${second[0]}`) return null;
  const high = scaleValue(Number(second[1]), second[2] ?? '', low.unit);
  if (high.unit !== low.unit) return null;
  return compare((v) => v >= low.value && v <= high.value);
}

export interface TagFilters {
  /** Per label set: 1 = its samples are kept. Null when no tag filter is set. */
  readonly keep: Uint8Array | null;
  readonly problems: readonly { readonly where: number; readonly what: Message }[];
}

/** All tag filters of a lens over the label sets: every tagfocus must match, no tagignore may. Each set is looked at once. */
export function compileTagFilters(profile: Profile, filters: readonly Filter[]): TagFilters {
  const problems: { where: number; what: Message }[] = [];
  const tests: { test: TagTest; wanted: boolean }[] = [];
  filters.forEach((filter, where) => {
    if (filter.off || filter.value === '' || (filter.verb !== 'tagfocus' && filter.verb !== 'tagignore')) return;
    const test = compileTagFilter(filter.value, profile);
    if (test.ok) tests.push({ test: test.value, wanted: filter.verb === 'tagfocus' });
    else problems.push({ where, what: test.error });
  });
  if (tests.length === 0) return { keep: null, problems };
  const keep = new Uint8Array(profile.labelSets.length);
  for (let set = 0; set < keep.length; set++) {
    keep[set] = tests.every(({ test, wanted }) => test(set) === wanted) ? 1 : 0;
  }
  return { keep, problems };
}

/** Label keys by tagshow/taghide: true = the key is shown. */
export function compileTagKeys(tagShow: string, tagHide: string): Result<(key: string) => boolean, Message> {
  const show = tagShow === '' ? null : compileRegex(tagShow);
  const hide = tagHide === '' ? null : compileRegex(tagHide);
  if (show !== null && !show.ok) return err(show.error);
  if (hide !== null && !hide.ok) return err(hide.error);
  return ok((key) => (show === null || show.value.test(key)) && (hide === null || !hide.value.test(key)));
}
