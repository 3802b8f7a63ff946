import type { AnySource } from '../../model/source.ts';
import type { Format, Head, Sniff } from '../format.ts';
import { stampLine } from '../unix-time.ts';
import { decodeProc } from './decode.ts';

const MAPS_LINE = /^[0-9a-f]{4,16}-[0-9a-f]{4,16} [-r][-w][-x][-sp] [0-9a-f]+ [0-9a-f]+:[0-9a-f]+ \d+/;
const ROLLUP = / \[rollup\]\s*$/;
const FIGURE = /^\w+: +\d+ kB$/;

type Kind = 'maps' | 'smaps' | 'smaps-rollup';

/** Which of the three files of the same first line a text is. */
function kindOf(head: Head): { readonly kind: Kind; readonly line: string } | null {
  const [line = '', next = ''] = withoutStamp(head.text ?? '').split('\n', 2);
  if (!MAPS_LINE.test(line)) return null;
  return { kind: ROLLUP.test(line) ? 'smaps-rollup' : FIGURE.test(next) ? 'smaps' : 'maps', line };
}

/** A loop that samples a process prints the time before each dump. */
function withoutStamp(text: string): string {
  const from = text.trimStart();
  const end = from.indexOf('\n');
  return end > 0 && stampLine(from.slice(0, end)) !== null ? from.slice(end).trimStart() : from;
}

function sniffer(kind: Kind): (head: Head) => Sniff | null {
  return (head) => {
    const found = kindOf(head);
    if (found?.kind !== kind) return null;
    return {
      score: 80,
      evidence: { key: `maps.evidence.${kind}`, args: { line: found.line.trim().replace(/\s+/g, ' ').slice(0, 60) } },
    };
  };
}

/** /proc/PID/maps: where everything lies, without any resident sizes. */
export const mapsFormat: Format<AnySource> = {
  id: 'maps',
  sniff: sniffer('maps'),
  decode: decodeProc,
};

/** /proc/PID/smaps: the same with the kernel's figures under every line. */
export const smapsFormat: Format<AnySource> = {
  id: 'smaps',
  sniff: sniffer('smaps'),
  decode: decodeProc,
};

/** /proc/PID/smaps_rollup: the sums of smaps only. */
export const smapsRollupFormat: Format<AnySource> = {
  id: 'smaps-rollup',
  sniff: sniffer('smaps-rollup'),
  decode: decodeProc,
};

/** /proc/PID/status: what the kernel counts as resident, by kind of memory. */
export const statusFormat: Format<AnySource> = {
  id: 'status',
  sniff(head) {
    if (head.text === null || !/^Name:\t/.test(withoutStamp(head.text)) || !/^VmRSS:\t/m.test(head.text)) return null;
    return { score: 80, evidence: { key: 'maps.evidence.status' } };
  },
  decode: decodeProc,
};
