import { expect, test } from 'vitest';
import { NONE } from '../../model/ids.ts';
import type { Profile } from '../../model/profile.ts';
import { ReportBuilder } from '../../model/report-builder.ts';
import type { AnySource } from '../../model/source.ts';
import { stringAt } from '../../model/strings.ts';
import { labelsOf } from '../../model/transplant.ts';
import { fixture } from '../fixtures/decode-kit.ts';
import { readInParts, readPart } from '../open-parts.ts';
import { memorySource } from '../test-source.ts';
import { sampleBorder } from './border.ts';
import { perfScriptFormat } from './index.ts';

const FILES = [
  'fp.default.txt.gz',
  'fp.header.txt.gz',
  'fp.mmap-events.txt.gz',
  'dwarf.default.txt.gz',
  'nocg.default.txt.gz',
  'lost.fields.txt.gz',
  'torture.txt.gz',
  'probe-malloc-dwarf.txt.gz',
  'mmap-syscalls.txt.gz',
  'tracepoints.txt.gz',
];

/** Every sample as text, without the numbers of rows. */
function rowsOf(p: Profile): string[] {
  const name = (id: number) => stringAt(p.strings, id);
  return Array.from(p.samples.stack, (stack, s) => {
    const frames = Array.from(p.stacks.frames.subarray(p.stacks.offsets[stack], p.stacks.offsets[stack + 1]), (f) => {
      const func = p.frames.func[f] as number;
      const mapping = p.frames.mapping[f] as number;
      const object = mapping === NONE ? '' : name(p.mappings.file[mapping] as number);
      const place = `${p.frames.address[f]}/${p.frames.line[f]}/${p.frames.inlineDepth[f]}`;
      return `${func === NONE ? '' : name(p.functions.name[func] as number)}@${object}@${place}`;
    });
    const labels = labelsOf(p, p.samples.labels[s] as number).map((l) => `${l.key}=${l.text ?? l.num}`);
    const values = p.samples.values.map((v) => v[s]);
    return `${frames.join(';')} ${labels.join(',')} ${values} ${p.samples.time?.[s]} ${p.samples.thread?.[s]}`;
  });
}

const shown = (sources: readonly AnySource[]) =>
  sources.map((s) =>
    s.kind === 'timeline'
      ? s
      : {
          rows: rowsOf(s.profile),
          types: s.profile.sampleTypes,
          comments: s.profile.comments,
          sizes: [s.profile.stacks.length, s.profile.functions.length],
        },
  );

const reportOf = (report: ReportBuilder) =>
  report.finish({ format: '', evidence: { key: '' }, bytes: 0, rawBytes: 0, millis: 0, tableBytes: 0 });

test.each(FILES)('%s in parts is what it is as a whole, and its report has the places of the file', async (name) => {
  const bytes = fixture(name, import.meta.url);
  const whole = new ReportBuilder();
  const expected = await perfScriptFormat.decode(memorySource(bytes), whole, {});
  const { inParts } = perfScriptFormat;
  if (inParts === undefined) throw new Error('it cannot be read in parts');
  for (const helpers of [1, 2, 5]) {
    const report = new ReportBuilder();
    let read = 0;
    const helper = {
      // As it would cross to the page's other workers.
      readPart: async (_: string, blob: Blob, onRead: (n: number) => void) =>
        structuredClone(await readPart(inParts, blob, onRead)),
    };
    const file = { blob: new Blob([new Uint8Array(bytes)]), name, lastModified: 0 };
    const got = await readInParts({ id: 'perf-script', inParts }, file, Array(helpers).fill(helper), report, (n) => {
      read = n;
    });
    expect(shown(got)).toEqual(shown(expected));
    expect(reportOf(report)).toEqual(reportOf(whole));
    expect(read).toBe(bytes.length);
  }
});

test('a border lies at a heading that begins a sample', () => {
  const border = (text: string) => text.slice(sampleBorder(new TextEncoder().encode(text)));
  const heading = 'a 1 [000] 1.000001: 1 cycles:u: \n';
  const frame = '\t 1 f+0x1 (/x)\n';
  expect(border(`${heading}${frame}\n${heading}${frame}`)).toBe(heading + frame);
  expect(border(`rest\n\nnl\n${heading}${frame}\n${heading}`)).toBe(heading);
  expect(border(`rest\n${heading}${frame}${frame}`)).toBe('\n');
  expect(border(`rest\n${heading}${heading}`)).toBe(heading);
  expect(sampleBorder(new TextEncoder().encode(frame.repeat(9)))).toBe(-1);
});
