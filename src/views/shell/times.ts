const STEPS: readonly (readonly [unit: string, seconds: number])[] = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
];

/** A span of time in its two largest units: `2 h`, `1 h 20 min`, `45 s`. */
export function showSpan(nanos: bigint): string {
  let seconds = Number(nanos / 1_000_000_000n);
  if (seconds === 0) return `${Number(nanos / 1_000_000n)} ms`;
  const parts: string[] = [];
  for (const [unit, length] of STEPS) {
    const count = Math.floor(seconds / length);
    if (count > 0) parts.push(`${count} ${unit}`);
    else if (parts.length > 0) break;
    seconds -= count * length;
    if (parts.length === 2) break;
  }
  return parts.join(' ');
}

/** Clock time of a unix time in ns, local: `11:40:02`; '' when it is not known. */
export function clockOf(timeNanos: string): string {
  if (timeNanos === '0') return '';
  const date = new Date(Number(BigInt(timeNanos) / 1_000_000n));
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}
