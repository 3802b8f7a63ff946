import type { Format, Head, Sniff } from '../format.ts';
import { decode } from './decode.ts';

const PROCESS = /^\d+: {3}\S/;
const ROW = /^[0-9a-f]{8,16} +\d+K? /;
/** `pmap` translates the other heads, but these two columns stand in all of its wide forms. */
const HEAD_ROW = /^\s*\S+\s+Kbytes\b|^\s*Address\s/;

function sniff(head: Head): Sniff | null {
  const [first = '', ...next] = (head.text ?? '').trimStart().split('\n', 4);
  if (!PROCESS.test(first) || !next.some((line) => ROW.test(line) || HEAD_ROW.test(line))) return null;
  return { score: 80, evidence: { key: 'maps.evidence.pmap', args: { line: first.trim().slice(0, 60) } } };
}

/** pmap of procps, in all its forms: plain, -x, -d, -X, -XX, with -p and -q. */
export const pmapFormat: Format = { id: 'pmap', sniff, decode: (source, report) => decode(source, report) };
