const DAY_SECONDS = 86_400;

/**
 * Unix times of reports that print only the time of day: the last one is taken to be on the file's date, at or before its
 * change; a time that falls back by more than half a day has passed midnight. All 0 without a file date.
 */
export function unixNanos(secondsOfDay: readonly number[], fileMillis: number): readonly bigint[] {
  if (fileMillis <= 0 || secondsOfDay.length === 0) return secondsOfDay.map(() => 0n);
  let day = 0;
  const days = secondsOfDay.map((s, i) => {
    const before = secondsOfDay[i - 1];
    if (before !== undefined && before - s > DAY_SECONDS / 2) day++;
    return day;
  });
  const changed = new Date(fileMillis);
  const midnight = new Date(changed.getFullYear(), changed.getMonth(), changed.getDate()).getTime() / 1000;
  const last = secondsOfDay[secondsOfDay.length - 1] as number;
  const late = midnight + last > fileMillis / 1000 + 60 ? 1 : 0;
  return secondsOfDay.map(
    (s, i) => BigInt(Math.round(midnight + s + ((days[i] as number) - day - late) * DAY_SECONDS)) * 1_000_000_000n,
  );
}
