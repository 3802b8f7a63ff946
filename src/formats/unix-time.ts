/** RFC 3339 with any number of decimals as unix ns; Date would keep ms only. Null when it is none. */
export function unixNanos(text: string): bigint | null {
  const m = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d+))?(Z|[+-]\d\d:?\d\d)$/.exec(text);
  if (m === null) return null;
  const [, day = '', clock = '', fraction = '', zone = 'Z'] = m;
  const millis = Date.parse(`${day}T${clock}${zone === 'Z' ? 'Z' : zone.replace(/^(.\d\d):?/, '$1:')}`);
  if (Number.isNaN(millis)) return null;
  return BigInt(millis) * 1_000_000n + BigInt(`${fraction}000000000`.slice(0, 9));
}

const NS_PER_S = 1_000_000_000n;
/** Years 2000 to 2200: what lies outside is no time of a measurement. */
const EARLIEST = 946_684_800n * NS_PER_S;
const LATEST = 7_258_118_400n * NS_PER_S;

export function isPlausible(unixNs: bigint): boolean {
  return unixNs >= EARLIEST && unixNs <= LATEST;
}

/** The date of a file (ms since 1970) in unix ns; null when it has none. */
export function fileUnixNs(millis: number): bigint | null {
  const ns = BigInt(Math.round(millis * 1000)) * 1000n;
  return isPlausible(ns) ? ns : null;
}

/** A unix time written as a number: seconds (with decimals), ms, µs or ns by its size. Null when it is none. */
export function unixNumber(text: string): bigint | null {
  const m = /^(\d{9,19})(?:\.(\d+))?$/.exec(text);
  if (m === null) return null;
  const [, whole = '', fraction = ''] = m;
  const digits = whole.length;
  const scale = digits <= 10 ? 9 : digits <= 13 ? 6 : digits <= 16 ? 3 : 0;
  const ns = BigInt(whole) * 10n ** BigInt(scale) + BigInt(`${fraction}000000000`.slice(0, scale) || '0');
  return isPlausible(ns) ? ns : null;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DATE =
  /^[A-Z][a-z]{2},? +(?:([A-Z][a-z]{2}) +(\d{1,2})|(\d{1,2}) +([A-Z][a-z]{2})) +(?:(\d{4}) +)?(\d{1,2}):(\d\d):(\d\d)(?: +(AM|PM))?(?: +(UTC|GMT|Z|[+-]\d{4})\b)?(?: +(\d{4}))?/;

/** What `date` prints, in UTC or with an offset ("Sun Nov 29 09:57:02 UTC 2026"); null for a zone that is only named. */
function dateLine(text: string): bigint | null {
  const m = DATE.exec(text);
  if (m === null) return null;
  const [, monthA, dayA, dayB, monthB, yearA, hour, minute, second, half, zone, yearB] = m;
  const month = MONTHS.indexOf(monthA ?? monthB ?? '');
  const year = Number(yearA ?? yearB ?? Number.NaN);
  if (month < 0 || Number.isNaN(year) || zone === undefined) return null;
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half === 'PM' ? 12 : 0);
  const offset = /^[+-]\d{4}$/.test(zone)
    ? Number(`${zone[0]}1`) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3)))
    : 0;
  const millis = Date.UTC(year, month, Number(dayA ?? dayB), hours, Number(minute) - offset, Number(second));
  return BigInt(millis) * 1_000_000n;
}

/** The time of a line that holds nothing else, as `date` or a loop's `echo` prints it between dumps; null when it does not. */
export function stampLine(line: string): bigint | null {
  const text = line.replace(/^[\s#=*-]+|[\s#=*:-]+$/g, '');
  return unixNanos(text) ?? unixNumber(text) ?? dateLine(text);
}
