/** Unit of a column and what its numbers are multiplied with. */
export interface Unit {
  readonly unit: string;
  readonly factor: number;
}

const KIB = 1024;
const RULES: readonly (readonly [RegExp, string, number])[] = [
  [/(?:^|[_\s([/])(?:kib|kb)[)\]]?$|_kilobytes$/i, 'bytes', KIB],
  [/(?:^|[_\s([/])(?:mib|mb)[)\]]?$|_megabytes$/i, 'bytes', KIB ** 2],
  [/(?:^|[_\s([/])(?:gib|gb)[)\]]?$|_gigabytes$/i, 'bytes', KIB ** 3],
  [/bytes[)\]]?$|\(b\)$/i, 'bytes', 1],
  [/%|percent|pct$/i, 'percent', 1],
  [/(?:_ns|nanoseconds|\(ns\))$/i, 'nanoseconds', 1],
  [/(?:_us|microseconds|\(us\))$/i, 'nanoseconds', 1e3],
  [/(?:_ms|milliseconds|\(ms\))$/i, 'nanoseconds', 1e6],
  [/(?:_seconds|_s|\(s\))$/i, 'seconds', 1],
  [/goroutines|threads|count|total$/i, 'count', 1],
];
/** Sizes that ps, pidstat and top print in KiB without saying so. */
const OF_PS = /^(?:rss|rsz|vsz|vsize|sz|size|res|virt|shr|uss|pss|swap)$/i;

/** The unit of a column by its heading; '' where that says nothing. */
export function unitOf(heading: string): Unit {
  const name = heading.trim();
  if (OF_PS.test(name)) return { unit: 'bytes', factor: KIB };
  for (const [test, unit, factor] of RULES) if (test.test(name)) return { unit, factor };
  return { unit: '', factor: 1 };
}
