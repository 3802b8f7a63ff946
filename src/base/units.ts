/** A count or amount: a number while it is exact, a bigint beyond 2^53. */
export type Amount = number | bigint;

interface Unit {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly factor: number;
}
interface UnitFamily {
  readonly units: readonly Unit[];
  /** Used when no unit of the family fits: what is smaller than the smallest unit, or an unknown target. */
  readonly fallback: Unit;
}

const unit = (name: string, factor: number, ...aliases: string[]): Unit => ({ name, aliases, factor });
const BYTE = unit('B', 1, 'b', 'byte');
const SECOND = unit('s', 1e9, 's', 'sec', 'second');
const GCU = unit('GCU', 1, 'gcu');

/** The units of pprof's `internal/measurement`: memory by 1024, time, and the compute unit GCU. */
const FAMILIES: readonly UnitFamily[] = [
  {
    fallback: BYTE,
    units: [
      BYTE,
      unit('kB', 2 ** 10, 'kb', 'kbyte', 'kilobyte'),
      unit('MB', 2 ** 20, 'mb', 'mbyte', 'megabyte'),
      unit('GB', 2 ** 30, 'gb', 'gbyte', 'gigabyte'),
      unit('TB', 2 ** 40, 'tb', 'tbyte', 'terabyte'),
      unit('PB', 2 ** 50, 'pb', 'pbyte', 'petabyte'),
    ],
  },
  {
    fallback: SECOND,
    units: [
      unit('ns', 1, 'ns', 'nanosecond'),
      unit('us', 1e3, 'μs', 'us', 'microsecond'),
      unit('ms', 1e6, 'ms', 'millisecond'),
      SECOND,
      unit('hrs', 3600e9, 'hour', 'hr'),
    ],
  },
  {
    fallback: GCU,
    units: [
      unit('n*GCU', 1e-9, 'nanogcu'),
      unit('u*GCU', 1e-6, 'microgcu'),
      unit('m*GCU', 1e-3, 'milligcu'),
      GCU,
      unit('k*GCU', 1e3, 'kilogcu'),
      unit('M*GCU', 1e6, 'megagcu'),
      unit('G*GCU', 1e9, 'gigagcu'),
      unit('T*GCU', 1e12, 'teragcu'),
      unit('P*GCU', 1e15, 'petagcu'),
    ],
  },
];

const BARE = new Set(['count', 'sample', 'unit', 'minimum', 'auto']);

function findUnit(family: UnitFamily, written: string): Unit | undefined {
  const lower = written.toLowerCase();
  const singular = lower.length > 2 && lower.endsWith('s') ? lower.slice(0, -1) : lower;
  return family.units.find((u) => u.aliases.includes(singular));
}

function familyOf(written: string): { family: UnitFamily; unit: Unit } | undefined {
  for (const family of FAMILIES) {
    const found = findUnit(family, written);
    if (found !== undefined) return { family, unit: found };
  }
  return undefined;
}

/** The unit that `target` ('auto', 'minimum' or a unit) means for a size (in base units, not negative). */
function targetOf(family: UnitFamily, size: number, target: string): Unit {
  if (target !== 'auto' && target !== 'minimum') return findUnit(family, target) ?? family.fallback;
  let best: Unit | undefined;
  for (const u of family.units) {
    if (size / u.factor >= 1 && (best === undefined || u.factor >= best.factor)) best = u;
  }
  return best ?? family.fallback;
}

/** `value` in another unit, as pprof scales: the figure and the unit's short name ('' for counts). */
export function scaleValue(value: Amount, from: string, target: string): { value: number; unit: string } {
  const known = familyOf(from);
  const n = Number(value);
  if (known === undefined) return { value: n, unit: BARE.has(target) ? '' : target };
  const size = Math.abs(n) * known.unit.factor;
  const to = targetOf(known.family, size, target);
  return { value: (Math.sign(n) * size) / to.factor, unit: to.name };
}

/** How many of unit `to` are one of unit `from`; 1 when they are of different or unknown kinds. */
export function unitRatio(from: string, to: string): number {
  const a = familyOf(from);
  const b = familyOf(to);
  return a === undefined || b === undefined || a.family !== b.family ? 1 : a.unit.factor / b.unit.factor;
}

/** A number with `digits` decimals, ties to even as in C and Go (`toFixed` rounds them up). */
export function toFixedEven(value: number, digits: number): string {
  const size = Math.abs(value);
  const shown = size >= 1e21 ? BigInt(size).toString() : size.toFixed(digits);
  const scaled = size * 10 ** digits;
  const whole = Math.floor(scaled);
  // A tie exists in binary only where the product is exact, so this comparison is, too.
  const tie = scaled - whole === 0.5 && scaled / 10 ** digits === size && isExactTie(size, digits);
  const text = tie && whole % 2 === 0 ? (whole / 10 ** digits).toFixed(digits) : shown;
  return value < 0 ? `-${text}` : text;
}

/** Whether the decimal expansion of a double ends with a 5 one place after `digits`. */
function isExactTie(size: number, digits: number): boolean {
  const expansion = size.toFixed(Math.min(100, digits + 60));
  return /^5?0*$/.test(expansion.slice(expansion.indexOf('.') + 1 + digits));
}

/** `%.2f` without `.00`, then the unit: `29.30kB`, `2MB`, `39`, `0`. Exact for a bigint that is not scaled. */
export function formatValue(value: Amount, unitName: string, target = 'auto'): string {
  const scaled = scaleValue(value, unitName, target);
  if (typeof value === 'bigint' && isUnscaled(unitName, scaled.unit)) {
    return value === 0n ? '0' : `${value}${scaled.unit}`;
  }
  const fixed = toFixedEven(scaled.value, 2);
  const text = fixed.endsWith('.00') ? fixed.slice(0, -3) : fixed;
  return text === '0' || text === '-0' ? '0' : text + scaled.unit;
}

function isUnscaled(from: string, shown: string): boolean {
  const known = familyOf(from);
  return known === undefined || known.unit.name === shown;
}

/** The share of a total in pprof's five columns and no sign: `62.10%`, ` 4.11%`, `0.023%`, `  100%`. */
export function formatPercent(value: Amount, total: Amount): string {
  const ratio = Number(total) === 0 ? 0 : Math.abs(Number(value) / Number(total)) * 100;
  if (ratio >= 99.95 && ratio <= 100.05) return '  100%';
  return `${(ratio >= 1 ? toFixedEven(ratio, 2) : twoDigits(ratio)).padStart(5)}%`;
}

/** `%.2g` of a number below 1. */
function twoDigits(value: number): string {
  if (value === 0) return '0';
  const [digits = '', power = '0'] = value.toExponential(1).split('e');
  const exponent = Number(power);
  const places = 1 - exponent;
  const mantissa = isExactTieAt(value, places) ? toFixedEven(value, places) : '';
  if (exponent >= -4) return trimZeros(mantissa === '' ? value.toFixed(places) : mantissa);
  return `${trimZeros(digits)}e-${String(-exponent).padStart(2, '0')}`;
}

function isExactTieAt(value: number, places: number): boolean {
  return places <= 40 && isExactTie(value, places);
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

const THIN_SPACE = '\u2009';
const MINUS = '\u2212';

/** Full digits in groups of three, real minus: `−1 234 567` with thin spaces. */
export function groupDigits(value: Amount): string {
  const text = typeof value === 'bigint' ? String(value) : String(Math.trunc(value));
  const negative = text.startsWith('-');
  const grouped = (negative ? text.slice(1) : text).replace(/\B(?=(\d{3})+$)/g, THIN_SPACE);
  return negative ? MINUS + grouped : grouped;
}

/** The sign of a change that does not depend on colour. */
export function changeMark(value: Amount): '▲' | '▼' | '' {
  return value > 0 ? '▲' : value < 0 ? '▼' : '';
}
