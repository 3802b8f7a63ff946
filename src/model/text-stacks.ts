import type { Profile, ValueType } from './profile.ts';
import { type FrameInput, ProfileBuilder } from './profile-builder.ts';

const COLUMN_GAP = / {2,}/;

/**
 * A profile drawn as text, for tests: one column per sample, root at the top, columns two or more spaces apart, weight
 * in the first line. A frame may carry `[file:a.go] [line:3] [lib:libx.so] [inl]` (inl = inlined into the one above).
 *
 *     10      5
 *     main    main
 *     alloc   read [line:7]
 */
export function profileFromText(
  text: string,
  sampleTypes: readonly ValueType[] = [{ type: 'inuse_space', unit: 'bytes' }],
): Profile {
  const rows = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.trimEnd());
  const header = rows[0] ?? '';
  const starts: number[] = [];
  for (const match of header.matchAll(/\S+/g)) starts.push(match.index);
  const builder = new ProfileBuilder(sampleTypes);
  const mappings = new Map<string, number>();
  const cell = (row: string, c: number): string =>
    (row.slice(starts[c], starts[c + 1]).split(COLUMN_GAP)[0] ?? '').trim();
  starts.forEach((_, c) => {
    const locations: number[] = [];
    let chain: FrameInput[] = [];
    const flush = () => {
      if (chain.length > 0) locations.push(builder.location(chain));
      chain = [];
    };
    for (const row of rows.slice(1)) {
      const content = cell(row, c);
      if (content === '') break;
      const { frame, inlined } = parseFrame(content, mappings, builder);
      if (!inlined) flush();
      chain.unshift(frame);
    }
    flush();
    const weights = cell(header, c).split('/').map(Number);
    builder.sample(builder.stack(locations), weights);
  });
  return builder.finish();
}

function parseFrame(content: string, mappings: Map<string, number>, builder: ProfileBuilder) {
  const attributes = new Map<string, string>();
  const name = content.replace(/ \[(\w+)(?::([^\]]*))?\]/g, (_, key: string, value: string | undefined) => {
    attributes.set(key, value ?? '');
    return '';
  });
  const lib = attributes.get('lib');
  let mapping: number | undefined;
  if (lib !== undefined) {
    mapping = mappings.get(lib) ?? builder.addMapping({ start: 0n, limit: 0n, offset: 0n, file: lib });
    mappings.set(lib, mapping);
  }
  const frame: FrameInput = {
    name,
    file: attributes.get('file') ?? '',
    line: Number(attributes.get('line') ?? 0),
    ...(mapping === undefined ? {} : { mapping }),
  };
  return { frame, inlined: attributes.has('inl') };
}
