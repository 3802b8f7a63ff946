import * as v from 'valibot';
import { LANGUAGES } from '../base/words/words.ts';
import { DEFAULT_PREFERENCES, type Preferences } from './view.ts';

const KEY = 'leaklens.preferences';
const width = v.pipe(v.number(), v.minValue(0), v.maxValue(2000));

/** What was saved in this browser; anything else in there is ignored. */
const schema = v.partial(
  v.object({
    theme: v.picklist(['system', 'light', 'dark']),
    language: v.picklist(LANGUAGES),
    density: v.picklist(['compact', 'comfortable']),
    sourcesWidth: width,
    sourcesOpen: v.boolean(),
    detailsWidth: width,
    detailsOpen: v.record(v.string(), v.boolean()),
    keepRecent: v.boolean(),
  }),
);

/** Saved preferences over the defaults; the language is the browser's until one was chosen. Never throws: storage may be shut. */
export function loadPreferences(storage: () => Storage, browserLanguages: readonly string[]): Preferences {
  const chinese = /^zh/i.test(browserLanguages[0] ?? '');
  const base: Preferences = { ...DEFAULT_PREFERENCES, language: chinese ? 'zh-CN' : 'en' };
  try {
    const parsed = v.safeParse(schema, JSON.parse(storage().getItem(KEY) ?? '{}'));
    if (!parsed.success) return base;
    const known = Object.fromEntries(Object.entries(parsed.output).filter(([, value]) => value !== undefined));
    return { ...base, ...(known as Partial<Preferences>) };
  } catch {
    return base;
  }
}

export function savePreferences(storage: () => Storage, preferences: Preferences): void {
  try {
    storage().setItem(KEY, JSON.stringify(preferences));
  } catch {
    // A page opened from file:// or in a private window may have no storage: the choice then lasts for this page.
  }
}
