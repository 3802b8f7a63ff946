/**
 * Collects the buffers of a plain value of objects, arrays and typed arrays, for a transfer list. Walks structure only,
 * never the elements of typed arrays. Buffers that several views share are listed once.
 */
export function buffersOf(value: unknown): ArrayBuffer[] {
  const found = new Set<ArrayBuffer>();
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (next === null || typeof next !== 'object') continue;
    if (ArrayBuffer.isView(next)) {
      if (next.buffer instanceof ArrayBuffer) found.add(next.buffer);
    } else if (next instanceof ArrayBuffer) {
      found.add(next);
    } else if (Array.isArray(next)) {
      for (const item of next) open.push(item);
    } else {
      for (const key of Object.keys(next)) open.push((next as Record<string, unknown>)[key]);
    }
  }
  return [...found];
}
