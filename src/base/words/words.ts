/** Languages of the interface. */
export const LANGUAGES = ['en', 'zh-CN'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A list of words by key: English and Chinese side by side, so neither can be missing. `{name}` is replaced by an argument. */
export type Words = Readonly<Record<string, readonly [en: string, zh: string]>>;

/** Fills the `{name}` places of a text. */
export function fill(text: string, args: Readonly<Record<string, string | number>> | undefined): string {
  if (args === undefined) return text;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in args ? String(args[name]) : whole));
}

/** The text of a key in a language; the key itself when nobody wrote it (a test forbids that). */
export function say(
  words: Words,
  language: Language,
  key: string,
  args?: Readonly<Record<string, string | number>>,
): string {
  const pair = words[key];
  if (pair === undefined) return key;
  return fill(language === 'en' ? pair[0] : pair[1], args);
}
