import { FILTER_VERBS, type Filter, type FilterVerb } from '../../model/lens.ts';

const ALIASES: Readonly<Record<string, FilterVerb>> = {
  'show-from': 'show_from',
  'prune-from': 'prune_from',
  label: 'tagfocus',
};

function verbOf(word: string): FilterVerb | undefined {
  return FILTER_VERBS.find((v) => v === word) ?? ALIASES[word];
}

/** A filter from what was typed: `hide json`, `focus=leakOnce`; text without a verb is focus. Null when there is no value yet. */
export function parseFilter(text: string): Filter | null {
  const typed = text.trim();
  const parts = /^([a-z_-]+)(?:\s+|\s*=\s*)(.*)$/s.exec(typed);
  const verb = parts === null ? undefined : verbOf(parts[1] ?? '');
  if (verb !== undefined) {
    const value = (parts?.[2] ?? '').trim();
    return value === '' ? null : { verb, value };
  }
  return typed === '' || verbOf(typed) !== undefined ? null : { verb: 'focus', value: typed };
}

/** The verbs that what was typed may become; none once a verb is complete. */
export function completions(text: string): readonly FilterVerb[] {
  const typed = text.trimStart();
  if (/\s|=/.test(typed)) return [];
  return FILTER_VERBS.filter((v) => v.startsWith(typed) && v !== typed);
}

/** How a filter is written in its field. */
export function filterText(filter: Filter): string {
  return `${filter.verb} ${filter.value}`;
}
