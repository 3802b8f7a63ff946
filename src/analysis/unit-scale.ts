interface Unit {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly factor: number;
}

interface UnitFamily {
  readonly units: readonly Unit[];
  readonly base: Unit;
}

const unit = (name: string, aliases: readonly string[], factor: number): Unit => ({ name, aliases, factor });
const SECOND = unit('s', ['s', 'sec', 'second'], 1e9);
const BYTE = unit('B', ['b', 'byte'], 1);
const GCU = unit('GCU', ['gcu'], 1);

const FAMILIES: readonly UnitFamily[] = [
  {
    units: [
      BYTE,
      unit('kB', ['kb', 'kbyte', 'kilobyte'], 2 ** 10),
      unit('MB', ['mb', 'mbyte', 'megabyte'], 2 ** 20),
      unit('GB', ['gb', 'gbyte', 'gigabyte'], 2 ** 30),
      unit('TB', ['tb', 'tbyte', 'terabyte'], 2 ** 40),
      unit('PB', ['pb', 'pbyte', 'petabyte'], 2 ** 50),
    ],
    base: BYTE,
  },
  {
    units: [
      unit('ns', ['ns', 'nanosecond'], 1),
      unit('us', ['μs', 'us', 'microsecond'], 1e3),
      unit('ms', ['ms', 'millisecond'], 1e6),
      SECOND,
      unit('hrs', ['hour', 'hr'], 3600e9),
    ],
    base: SECOND,
  },
  {
    units: [
      unit('n*GCU', ['nanogcu'], 1e-9),
      unit('u*GCU', ['microgcu'], 1e-6),
      unit('m*GCU', ['milligcu'], 1e-3),
      GCU,
      unit('k*GCU', ['kilogcu'], 1e3),
      unit('M*GCU', ['megagcu'], 1e6),
      unit('G*GCU', ['gigagcu'], 1e9),
      unit('T*GCU', ['teragcu'], 1e12),
      unit('P*GCU', ['petagcu'], 1e15),
    ],
    base: GCU,
  },
];

function findUnit(family: UnitFamily, text: string): Unit | undefined {
  let name = text.toLowerCase();
  if (text.length > 2 && name.endsWith('s')) name = name.slice(0, -1);
  return family.units.find((u) => u.aliases.includes(name));
}

/**
 * `value` in another unit, and the unit it is then in; units that are no measure of bytes, time or GCU stay as they are.
 * As pprof's measurement: an unknown target of a known source gives the base unit of its kind (B, s, GCU).
 */
export function scaleUnit(value: number, from: string, to: string): { readonly value: number; readonly unit: string } {
  for (const family of FAMILIES) {
    const source = findUnit(family, from);
    if (source === undefined) continue;
    const target = findUnit(family, to) ?? family.base;
    return { value: (value * source.factor) / target.factor, unit: target.name };
  }
  return { value, unit: to === 'count' || to === 'sample' || to === 'unit' ? '' : to };
}

/** How many of `to` one `from` is, 1 where the units cannot be compared. `s` at the end does not matter. */
export function unitRatio(from: string, to: string): number {
  for (const family of FAMILIES) {
    const source = findUnit(family, from);
    const target = findUnit(family, to);
    if (source !== undefined && target !== undefined) return source.factor / target.factor;
  }
  return 1;
}

/** A label's value with its unit as pprof prints it: two decimals, `.00` stripped, the largest unit that leaves at least 1. */
export function labelNumber(value: number, from: string): string {
  let scaled = { value, unit: from };
  for (const family of FAMILIES) {
    const source = findUnit(family, from);
    if (source === undefined) continue;
    const amount = value * source.factor;
    const best = family.units.reduce((a, u) => (Math.abs(amount) >= u.factor && u.factor > a.factor ? u : a));
    scaled = { value: amount / best.factor, unit: best.name };
    break;
  }
  const text = scaled.value.toFixed(2).replace(/\.00$/, '');
  return text === '0' || text === '-0' ? '0' : text + scaled.unit;
}
