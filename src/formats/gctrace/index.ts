import type { TimelineSource } from '../../model/source.ts';
import type { Format, Head, Sniff } from '../format.ts';
import { unwrap } from '../unwrap.ts';
import { decode } from './decode.ts';
import { matchGcLine } from './line.ts';

/** The whole head of a line of the runtime: `ms clock` alone is also in inittrace. */
const LINE = /(?:^|[^\w])gc #?\d+ @\d+\.\d+s \d+%: [\d.+]+ ms clock, /m;
const OLD = /^gc\d+\(\d+\): [\d.+]+ (?:ms|us), \d+ -> \d+ MB/m;

function sniff(head: Head): Sniff | null {
  if (head.text === null) return null;
  if (!LINE.test(head.text) && !OLD.test(head.text)) return null;
  const wrappers = new Set<string>();
  let first = '';
  for (const line of head.text.split('\n')) {
    const { wrapper, text } = unwrap(line);
    if (matchGcLine(text) === null) continue;
    if (first === '') first = text;
    if (wrapper !== null) wrappers.add(wrapper);
  }
  return { score: 85, evidence: { key: 'timeline.gctrace.evidence', args: { line: first.slice(0, 80) } } };
}

/** Logs with gctrace lines of the Go runtime, 1.5 and later, bare or wrapped by a log driver. */
export const gctraceFormat: Format<TimelineSource> = {
  id: 'gctrace',
  sniff,
  decode: (source, report) => decode(source, report),
};
