import type { Head, Sniff } from '../format.ts';
import { parseHeading } from './header.ts';

const LOOK_AT = 400;
const FRAME = /^\t\s*[0-9a-f]{4,16} .+/;

/**
 * perf's own header block, or two headings of which one is followed by a frame or names an event in perf's way. One
 * line that looks like a heading is not enough: trace_pipe and ordinary logs resemble it.
 */
export function sniff(head: Head): Sniff | null {
  if (head.text === null || /bpf_trace_printk/.test(head.text)) return null;
  const lines = head.text.split('\n', LOOK_AT);
  if (
    /^# ========$/m.test(head.text) &&
    /^# (?:captured on|perf version|cmdline|header version)\s*:/m.test(head.text)
  ) {
    return { score: 80, evidence: { key: 'perf.evidence.header' } };
  }
  let headings = 0;
  let withFrames = 0;
  let chains = 0;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    if (FRAME.test(line)) {
      if ((lines[i - 1] ?? '').trim() === '') chains++;
      continue;
    }
    const heading = parseHeading(line);
    if (heading === null) continue;
    const next = lines.slice(i + 1, i + 4).some((l) => FRAME.test(l));
    if (next || heading.record !== '' || /^\s*[0-9a-f]{4,16} .*\(.*\)\s*$|=|: 0x/.test(heading.payload)) withFrames++;
    headings++;
  }
  if (headings >= 2 && withFrames >= 1) {
    return { score: 80, evidence: { key: 'perf.evidence.headings', args: { count: headings } } };
  }
  return chains >= 3 ? { score: 60, evidence: { key: 'perf.evidence.chains', args: { count: chains } } } : null;
}
