import type { Format, Head, Sniff } from '../format.ts';
import { decode } from './decode.ts';

const REPORT = /^\[\d{1,2}:\d{1,2}:\d{1,2}\] Top \d+ stacks with outstanding allocations:\s*$/m;

function sniff(head: Head): Sniff | null {
  if (head.text === null || !REPORT.test(head.text)) return null;
  const stack = /^(\s*)\d+ bytes in \d+ allocations from stack/m.exec(head.text);
  const tool = stack === null ? '' : /^[ \t]/.test(stack[1] ?? '') ? 'bcc' : 'libbpf';
  const line = REPORT.exec(head.text)?.[0].trim() ?? '';
  return {
    score: 80,
    evidence: { key: tool === '' ? 'memleak.evidence' : `memleak.evidence.${tool}`, args: { line } },
  };
}

/** Interval reports of memleak, from bcc (python) and from libbpf-tools. */
export const memleakFormat: Format = { id: 'memleak', sniff, decode: (source, report) => decode(source, report) };
