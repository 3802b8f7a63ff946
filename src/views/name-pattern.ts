import type { Granularity } from '../model/lens.ts';

/** Text as a regex that means itself (RE2 and JavaScript agree on these signs). */
export function quoteMeta(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
}

/**
 * The filter that means just this frame: its name as a whole, with folded type arguments left open. Filters look at the
 * names of the file, so where the shown name stands for several, the raw name of one of them does not do.
 */
export function namePattern(name: string, rawName: string, granularity: Granularity): string {
  switch (granularity) {
    case 'packages':
      return `^${quoteMeta(name)}[.$]`;
    case 'modules':
    case 'files':
      return `${quoteMeta(name)}$`;
    default: {
      const text = rawName === '' || name.includes('[…]') ? name : rawName;
      return `^${quoteMeta(text).replaceAll('\\[…\\]', '\\[.*\\]')}$`;
    }
  }
}

/** Label `key` with just this value, as pprof's tagfocus reads it: a number with its unit, else a regex. */
export function labelPattern(key: string, value: string, unit: string): string {
  if (/^[+-]?\d+[a-zA-Z]*$/.test(value) && unit !== '')
    return `${key}=${/[a-zA-Z]$/.test(value) ? value : value + unit}`;
  return `${key}=^${quoteMeta(value).replaceAll(',', '\\x2c')}$`;
}
