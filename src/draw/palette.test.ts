import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ORIGINS } from '../model/profile.ts';
import { contrast, deltaE, deltaE2000, type Vision } from './colour-vision.ts';
import { naivePicture } from './naive-tree.ts';
import { packageKind, packageOfKey } from './package-kind.ts';
import { DARK, type FramePalette, fnv1a, LIGHT, mix, packageSlot, thirdPartyFill } from './palette.ts';

const VISIONS: readonly Vision[] = ['normal', 'deuteranopia', 'protanopia', 'tritanopia'];

function leastDifference(colours: readonly string[], vision: Vision): number {
  let least = Number.POSITIVE_INFINITY;
  colours.forEach((a, i) => {
    for (const b of colours.slice(i + 1)) least = Math.min(least, deltaE(a, b, vision));
  });
  return Math.round(least * 10) / 10;
}

it('computes CIEDE2000 as its published test data say', () => {
  const data: [number[], number[], number][] = [
    [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
    [[50, -1.3802, -84.2814], [50, 0, -82.7485], 1.0],
    [[50, 2.5, 0], [73, 25, -18], 27.1492],
    [[50, 2.5, 0], [50, 3.2592, 0.335], 1.0],
    [[60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644],
    [[2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514], 0.9082],
  ];
  for (const [a, b, expected] of data) {
    const rgb = (v: number[]): [number, number, number] => [v[0] ?? 0, v[1] ?? 0, v[2] ?? 0];
    expect(deltaE2000(rgb(a), rgb(b))).toBeCloseTo(expected, 3);
  }
});

describe.each<[string, FramePalette, Record<Vision, number>, number[]]>([
  [
    'light',
    LIGHT,
    { normal: 14.2, deuteranopia: 14.0, protanopia: 14.0, tritanopia: 9.3 },
    [11.6, 9.1, 14.1, 13.0, 7.7, 4.9, 5.6, 5.8],
  ],
  [
    'dark',
    DARK,
    { normal: 12.8, deuteranopia: 12.3, protanopia: 12.3, tritanopia: 9.0 },
    [11.5, 5.0, 7.7, 9.5, 5.5, 7.7, 5.2, 11.6],
  ],
])('%s frames', (theme, palette, least, inks) => {
  it.each(VISIONS)('origins stay apart in %s vision', (vision) => {
    const fills = ORIGINS.map((origin) => palette.origins[origin].fill);
    expect(leastDifference(fills, vision)).toBeGreaterThanOrEqual(least[vision]);
  });

  it.each(VISIONS)('grew, shrank and same stay apart in %s vision', (vision) => {
    const fills = [palette.grew.fill, palette.shrank.fill, palette.same.fill];
    expect(leastDifference(fills, vision)).toBeGreaterThanOrEqual(34);
  });

  it('can be read: ink on every fill', () => {
    ORIGINS.forEach((origin, i) => {
      const { fill, ink } = palette.origins[origin];
      // ui.md rounds to one digit, once upwards (11.55).
      expect(Math.abs(contrast(fill, ink) - (inks[i] ?? 0)), origin).toBeLessThan(0.06);
    });
    for (const { fill, ink } of [palette.grew, palette.shrank, palette.same, palette.grewVeil, palette.shrankVeil]) {
      expect(contrast(fill, ink)).toBeGreaterThanOrEqual(4.5);
    }
    const limit = theme === 'light' ? 10.1 : 7.2;
    for (const fill of palette.packages) {
      expect(Math.round(contrast(fill, palette.packageInk) * 10) / 10).toBeGreaterThanOrEqual(limit);
    }
    for (let slot = 0; slot < 8; slot++) {
      expect(contrast(thirdPartyFill(palette, slot), palette.packageInk)).toBeGreaterThanOrEqual(4.5);
    }
    for (const fill of [palette.standard, palette.runtime]) {
      expect(contrast(fill, palette.packageInk)).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('veils are a quarter of the change in "same"', () => {
    expect(palette.grewVeil.fill).toBe(mix(palette.same.fill, palette.grew.fill, 0.25));
    expect(palette.shrankVeil.fill).toBe(mix(palette.same.fill, palette.shrank.fill, 0.25));
  });
});

it('agrees with the design tokens', () => {
  const css = readFileSync(fileURLToPath(new URL('../ui/tokens.css', import.meta.url)), 'utf8');
  const raw = new Map<string, string>();
  for (const [, name, value] of css.matchAll(/(--raw-[\w-]+):\s*(#[0-9a-f]{6})/gi)) {
    raw.set(name ?? '', (value ?? '').toUpperCase());
  }
  const blocks = css.split('data-theme="dark"');
  const role = (block: string, name: string) => {
    const match = new RegExp(`\\s--${name}:\\s*var\\((--raw-[\\w-]+)\\)`).exec(block);
    return raw.get(match?.[1] ?? '');
  };
  for (const [palette, block] of [
    [LIGHT, blocks[0] ?? ''],
    [DARK, blocks[1] ?? ''],
  ] as const) {
    for (const origin of ORIGINS) {
      expect(role(block, `origin-${origin.replace('c++', 'cpp')}`), origin).toBe(palette.origins[origin].fill);
    }
    expect(role(block, 'grew')).toBe(palette.grew.fill);
    expect(role(block, 'shrank')).toBe(palette.shrank.fill);
    expect(role(block, 'same')).toBe(palette.same.fill);
    expect(role(block, 'grew-veil')).toBe(palette.grewVeil.fill);
    expect(role(block, 'shrank-veil')).toBe(palette.shrankVeil.fill);
    palette.packages.forEach((fill, slot) => {
      expect(role(block, `package-${slot}`)).toBe(fill);
    });
  }
});

describe('packages', () => {
  it('hashes with FNV-1a', () => {
    expect(fnv1a('')).toBe(0x811c9dc5);
    expect(fnv1a('a')).toBe(0xe40c292c);
    expect(fnv1a('foobar')).toBe(0xbf9cf968);
    expect(packageSlot('foobar')).toBe(0);
  });

  it.each([
    ['runtime', '/usr/lib/go/src/runtime/malloc.go', 'runtime'],
    ['runtime/pprof', '', 'runtime'],
    ['net/http', '/usr/lib/go/src/net/http/server.go', 'standard'],
    ['vendor/golang.org/x/net/http2', '', 'standard'],
    ['main', '/srv/app/main.go', 'own'],
    ['example.com/app/internal/hub', '/srv/app/internal/hub/hub.go', 'own'],
    ['app/store', '/srv/app/store/db.go', 'own'],
    ['github.com/x/y', '/root/go/pkg/mod/github.com/x/y@v1.2.3/y.go', 'third-party'],
    ['github.com/x/y', '/srv/app/vendor/github.com/x/y/y.go', 'third-party'],
    ['golang.org/x/sync/errgroup', '', 'third-party'],
  ])('%s in %s is %s', (path, file, kind) => {
    expect(packageKind(path, file)).toBe(kind);
  });

  it('quiets what is not Go of the program', () => {
    const { keys } = naivePicture([{ frames: ['x.y/z.F', 'runtime.g', 'malloc'], value: 1 }], (name) =>
      ORIGINS.indexOf(name === 'malloc' ? 'libc' : name === 'runtime.g' ? 'go-runtime' : 'go'),
    );
    expect([0, 1, 2].map((key) => packageOfKey(keys, key).kind)).toEqual(['runtime', 'runtime', 'own']);
  });
});
