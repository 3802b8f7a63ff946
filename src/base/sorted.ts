/** Index of the last of ascending values that is not greater than `value`, -1 when all are. */
export function lastAtOrBefore<V extends number | bigint>(sorted: ArrayLike<V>, value: V): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as V) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
