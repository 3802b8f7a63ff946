import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { run } from './run.ts';

/** Profiles of e2e/fixtures with what pprof of Go 1.24 prints about them; used by tests only. */
export const FIXTURES = fileURLToPath(new URL('../../e2e/fixtures/', import.meta.url));

export const SETS = readdirSync(join(FIXTURES, 'pprof'));

export function readPacked<T>(...path: string[]): T {
  return JSON.parse(gunzipSync(readFileSync(join(FIXTURES, ...path))).toString()) as T;
}

export interface Summary {
  readonly sample_types: readonly string[];
  readonly abs_totals: readonly number[];
  readonly totals: readonly number[];
  readonly samples: number;
  readonly functions_flat_cum: readonly { readonly name: string; readonly flat: number[]; readonly cum: number[] }[];
}

export interface TopRow {
  readonly name: string;
  readonly file: string;
  readonly line?: number;
  readonly address?: string;
  readonly flat: number | string;
  readonly cum: number | string;
  readonly flatBefore?: number;
  readonly flatAfter?: number;
  readonly cumBefore?: number;
  readonly cumAfter?: number;
  readonly inlined?: string;
}

export interface Top {
  readonly format: string;
  readonly sampleType: { readonly type: string; readonly unit: string };
  readonly total: number | string;
  readonly totalBefore?: number;
  readonly totalAfter?: number;
  readonly rows: readonly TopRow[];
}

/** Runs the command in this process. */
export async function leaklens(...args: string[]): Promise<{ code: number; out: string; err: string[] }> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await run(args, {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    site: join(FIXTURES, 'no-site'),
  });
  return { code, out: out.map((line) => `${line}\n`).join(''), err };
}

export async function topRows(...args: string[]): Promise<Top> {
  const { out, err } = await leaklens('top', '--json', ...args);
  if (out === '') throw new Error(err.join('\n'));
  return JSON.parse(out) as Top;
}
