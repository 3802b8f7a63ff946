/**
 * What Chromium 90 and Firefox 91 lack and our dependencies call. Imported first by the page and by every worker; the
 * lint of the built bundles knows this list and refuses anything newer.
 */
export const POLYFILLED = ['hasOwn', 'at', 'findLast', 'findLastIndex', 'structuredClone', 'randomUUID'] as const;

function define(target: object, name: (typeof POLYFILLED)[number], value: unknown): void {
  if (name in target) return;
  Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: false });
}

function at(this: ArrayLike<unknown>, index: number): unknown {
  const whole = Math.trunc(index) || 0;
  return this[whole < 0 ? this.length + whole : whole];
}

type Test = (value: unknown, index: number, list: ArrayLike<unknown>) => unknown;

function findLastIndex(this: ArrayLike<unknown>, test: Test, self?: unknown): number {
  for (let i = this.length - 1; i >= 0; i--) if (test.call(self, this[i], i, this)) return i;
  return -1;
}

function findLast(this: ArrayLike<unknown>, test: Test, self?: unknown): unknown {
  const i = findLastIndex.call(this, test, self);
  return i < 0 ? undefined : this[i];
}

/** Data as it passes a worker border: plain objects, arrays, maps, sets, dates, buffers and views, with cycles. */
function cloneValue(value: unknown, seen: Map<object, unknown>): unknown {
  if (typeof value === 'function' || typeof value === 'symbol')
    throw new TypeError(`${String(value)} cannot be cloned`);
  if (typeof value !== 'object' || value === null) return value;
  const known = seen.get(value);
  if (known !== undefined) return known;
  const keep = <T extends object>(copy: T): T => {
    seen.set(value, copy);
    return copy;
  };
  if (Array.isArray(value)) {
    const copy = keep<unknown[]>(new Array(value.length));
    for (const key of Object.keys(value)) Reflect.set(copy, key, cloneValue(Reflect.get(value, key), seen));
    return copy;
  }
  if (value instanceof Date) return keep(new Date(value.getTime()));
  if (value instanceof RegExp) return keep(new RegExp(value.source, value.flags));
  if (value instanceof ArrayBuffer) return keep(value.slice(0));
  if (ArrayBuffer.isView(value)) {
    const buffer = cloneValue(value.buffer, seen);
    const length = value instanceof DataView ? value.byteLength : Reflect.get(value, 'length');
    return keep(Reflect.construct(value.constructor, [buffer, value.byteOffset, length]));
  }
  if (value instanceof Map) {
    const copy = keep(new Map<unknown, unknown>());
    for (const [key, item] of value) copy.set(cloneValue(key, seen), cloneValue(item, seen));
    return copy;
  }
  if (value instanceof Set) {
    const copy = keep(new Set<unknown>());
    for (const item of value) copy.add(cloneValue(item, seen));
    return copy;
  }
  if (value instanceof Error) {
    const copy = keep(new Error(value.message));
    copy.name = value.name;
    return copy;
  }
  if (typeof Blob === 'function' && value instanceof Blob) return value;
  const copy = keep<Record<string, unknown>>({});
  for (const [key, item] of Object.entries(value)) copy[key] = cloneValue(item, seen);
  return copy;
}

/** 122 random bits as RFC 4122 writes them; `getRandomValues` also exists where `crypto.randomUUID` is withheld (plain http). */
function randomUUID(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Puts in what `scope` lacks. A parameter so that a test can hand in a bare one. */
export function installPolyfills(scope: typeof globalThis): void {
  define(scope.Object, 'hasOwn', (value: object, key: PropertyKey) => Object.hasOwn(value, key));
  const typedArray: object = Object.getPrototypeOf(scope.Int8Array.prototype);
  for (const prototype of [scope.Array.prototype, typedArray]) {
    define(prototype, 'at', at);
    define(prototype, 'findLast', findLast);
    define(prototype, 'findLastIndex', findLastIndex);
  }
  define(scope.String.prototype, 'at', at);
  define(scope, 'structuredClone', (value: unknown) => cloneValue(value, new Map()));
  if (typeof scope.crypto === 'object') define(scope.crypto, 'randomUUID', randomUUID);
}

installPolyfills(globalThis);
