import { unixNanos } from './unix-time.ts';

/** What a log driver or shipper wrapped around the lines of a process. */
export const WRAPPERS = ['docker-json', 'cri', 'json', 'journald', 'compose', 'timestamps'] as const;
export type Wrapper = (typeof WRAPPERS)[number];

export interface Unwrapped {
  readonly wrapper: Wrapper | null;
  readonly text: string;
  /** Tells the processes of one log apart: container, unit, stream. */
  readonly key: string;
  /** When the driver read the line, unix ns; null if it does not say. */
  readonly unixNs: bigint | null;
  /** False when the line goes on in the next record. */
  readonly ended: boolean;
}

const RFC3339 = '\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d+)?(?:Z|[+-]\\d\\d:?\\d\\d)';
const CRI = new RegExp(`^(${RFC3339}) (stdout|stderr) ([FP])(?::\\S*)? (.*)$`);
const STAMPED = new RegExp(`^(${RFC3339}) (.*)$`);
const JOURNAL_ISO = new RegExp(`^(${RFC3339}) \\S+ ([^\\s:]+): (.*)$`);
const JOURNAL = /^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \S+ ([^\s:]+\[\d+\]): (.*)$/;
/** A broken line of the runtime may have the sign in what another writer put in. */
const COMPOSE = /^(?!gc )([A-Za-z0-9][\w.-]*(?: [\w.-]+)?)\s*\| (.*)$/;

/** Takes one layer of wrapping off; a line that is not wrapped comes back as it is. */
export function unwrap(line: string): Unwrapped {
  const plain: Unwrapped = { wrapper: null, text: line, key: '', unixNs: null, ended: true };
  const first = line.charCodeAt(0);
  if (first === 0x7b) return json(line) ?? plain;
  if (first >= 0x30 && first <= 0x39) {
    const cri = CRI.exec(line);
    if (cri !== null) {
      const [, time = '', stream = '', flag, text = ''] = cri;
      return { wrapper: 'cri', text, key: stream, unixNs: unixNanos(time), ended: flag === 'F' };
    }
    const journal = JOURNAL_ISO.exec(line);
    if (journal !== null) return { ...plain, ...stamped('journald', journal) };
    const stamp = STAMPED.exec(line);
    if (stamp !== null) {
      return { ...plain, wrapper: 'timestamps', text: stamp[2] ?? '', unixNs: unixNanos(stamp[1] ?? '') };
    }
    return plain;
  }
  const journal = JOURNAL.exec(line);
  if (journal !== null) return { ...plain, wrapper: 'journald', key: journal[1] ?? '', text: journal[2] ?? '' };
  const compose = COMPOSE.exec(line);
  if (compose !== null) {
    const [, key = '', rest = ''] = compose;
    const stamp = STAMPED.exec(rest);
    if (stamp === null) return { ...plain, wrapper: 'compose', key, text: rest };
    return { ...plain, wrapper: 'compose', key, text: stamp[2] ?? '', unixNs: unixNanos(stamp[1] ?? '') };
  }
  return plain;
}

/** Takes a timestamp off and nothing else: what follows it may look like a prefix of journald. */
export function withoutStamp(line: string): Unwrapped {
  const stamp = STAMPED.exec(line);
  if (stamp === null) return { wrapper: null, text: line, key: '', unixNs: null, ended: true };
  return { wrapper: 'timestamps', text: stamp[2] ?? '', key: '', unixNs: unixNanos(stamp[1] ?? ''), ended: true };
}

function stamped(wrapper: Wrapper, match: RegExpExecArray): Partial<Unwrapped> {
  return { wrapper, key: match[2] ?? '', text: match[3] ?? '', unixNs: unixNanos(match[1] ?? '') };
}

function json(line: string): Unwrapped | null {
  let record: unknown;
  try {
    record = JSON.parse(line);
  } catch {
    return null;
  }
  if (typeof record !== 'object' || record === null) return null;
  const field = (...names: string[]): unknown =>
    names.map((n) => (record as Record<string, unknown>)[n]).find((v) => v !== undefined);
  const stream = field('stream');
  const time = field('time', 'ts', 'timestamp', '@timestamp');
  const unixNs =
    typeof time === 'string'
      ? unixNanos(time)
      : typeof time === 'number' && time > 0
        ? BigInt(Math.round(time > 1e11 ? time * 1e6 : time * 1e9))
        : null;
  const log = field('log');
  if (typeof log === 'string' && typeof stream === 'string') {
    const ended = log.endsWith('\n');
    return { wrapper: 'docker-json', text: ended ? log.slice(0, -1) : log, key: stream, unixNs, ended };
  }
  const message = field('msg', 'message', 'log', 'MESSAGE');
  if (typeof message !== 'string') return null;
  return { wrapper: 'json', text: message.replace(/\n$/, ''), key: '', unixNs, ended: true };
}
