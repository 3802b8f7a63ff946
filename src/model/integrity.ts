import { NONE } from './ids.ts';
import type { Profile } from './profile.ts';
import { stringCount } from './strings.ts';

/**
 * Walks every index of every table; returns what is wrong, [] when all is well. Runs after every decode in tests and in
 * development builds: a dangling index is a bug of a decoder, whatever the file was.
 */
export function integrityProblems(p: Profile): string[] {
  const problems: string[] = [];
  const strings = stringCount(p.strings);
  const check = (what: string, column: ArrayLike<number>, length: number, limit: number, none: boolean) => {
    if (column.length !== length) problems.push(`${what}: ${column.length} rows, not ${length}`);
    for (let i = 0; i < column.length; i++) {
      const v = column[i] as number;
      if ((v < 0 || v >= limit) && !(none && v === NONE)) {
        problems.push(`${what}[${i}] = ${v} is outside 0…${limit - 1}`);
        return;
      }
    }
  };
  const ascending = (what: string, offsets: Int32Array, rows: number, end: number) => {
    if (offsets.length !== rows + 1) problems.push(`${what}: ${offsets.length} offsets for ${rows} rows`);
    if (offsets[0] !== 0 || offsets[rows] !== end) problems.push(`${what} does not span 0…${end}`);
    for (let i = 0; i < rows; i++) {
      if ((offsets[i] as number) > (offsets[i + 1] as number)) {
        problems.push(`${what}[${i}] descends`);
        return;
      }
    }
  };
  ascending('strings.offsets', p.strings.offsets, strings, p.strings.bytes.length);
  if (strings < 1 || p.strings.offsets[1] !== 0) problems.push('string 0 is not empty');
  check('mappings.file', p.mappings.file, p.mappings.length, strings, false);
  check('mappings.buildId', p.mappings.buildId, p.mappings.length, strings, false);
  check('functions.name', p.functions.name, p.functions.length, strings, false);
  check('functions.systemName', p.functions.systemName, p.functions.length, strings, false);
  check('functions.file', p.functions.file, p.functions.length, strings, false);
  check('frames.func', p.frames.func, p.frames.length, p.functions.length, true);
  check('frames.mapping', p.frames.mapping, p.frames.length, p.mappings.length, true);
  for (const column of ['line', 'column', 'location', 'address', 'inlineDepth', 'origin', 'folded'] as const) {
    if (p.frames[column].length !== p.frames.length)
      problems.push(`frames.${column} has ${p.frames[column].length} rows`);
  }
  ascending('stacks.offsets', p.stacks.offsets, p.stacks.length, p.stacks.frames.length);
  check('stacks.frames', p.stacks.frames, p.stacks.frames.length, p.frames.length, false);
  check('samples.stack', p.samples.stack, p.samples.length, p.stacks.length, false);
  check('samples.labels', p.samples.labels, p.samples.length, p.labelSets.length, false);
  if (p.samples.values.length !== p.sampleTypes.length)
    problems.push('samples.values: one column per sample type expected');
  if (p.samples.exact.length !== p.sampleTypes.length)
    problems.push('samples.exact: one entry per sample type expected');
  for (const column of [...p.samples.values, ...p.samples.exact, p.samples.time, p.samples.thread]) {
    if (column !== null && column.length !== p.samples.length) problems.push('a samples column has a wrong length');
  }
  if (p.blocks !== undefined) {
    check('blocks.sample', p.blocks.sample, p.blocks.length, p.samples.length, true);
    if (p.blocks.address.length !== p.blocks.length || p.blocks.size.length !== p.blocks.length)
      problems.push('a blocks column has a wrong length');
  }
  ascending('labelSets.offsets', p.labelSets.offsets, p.labelSets.length, p.labelSets.key.length);
  check('labelSets.key', p.labelSets.key, p.labelSets.key.length, strings, false);
  check('labelSets.text', p.labelSets.text, p.labelSets.key.length, strings, true);
  check('labelSets.unit', p.labelSets.unit, p.labelSets.key.length, strings, false);
  if (p.defaultSampleType < 0 || (p.sampleTypes.length > 0 && p.defaultSampleType >= p.sampleTypes.length)) {
    problems.push('defaultSampleType is out of range');
  }
  return problems;
}
