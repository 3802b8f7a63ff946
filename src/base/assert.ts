/** Throws if `value` is missing: for places where its absence would be a bug of ours, never for file content. */
export function ensure<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`missing ${what}`);
  return value;
}

/** Ends an exhaustive switch: the compiler rejects the call while a case is left. */
export function unreachable(value: never): never {
  throw new Error(`unexpected ${String(value)}`);
}
