import { BytesInterner } from '../../base/interners.ts';
import { decodeText } from '../lines.ts';
import { parseTask, type Task } from './header.ts';

const SPACE = 32;
const DOT = 46;
const ZERO = 48;
const COLON = 58;
/** Digits that a double certainly holds. */
const SAFE_DIGITS = 15;
const RECORD = [80, 69, 82, 70, 95, 82];

const isDigit = (b: number | undefined): boolean => b !== undefined && b >= ZERO && b <= 57;

/**
 * Reads heading lines from bytes. What stands before the time (thread name, ids, cpu) and the event's name are numbered
 * by their bytes and decoded once each, by the exact rules of header.ts; only time and period are read every time.
 */
export class HeadingScanner {
  /** Number of what stands before the time; see `task`. */
  prefix = 0;
  /** Number of the event's name; see `eventName`. */
  event = 0;
  /** ns on the clock of the recording. */
  time = 0;
  /** NaN when not printed. */
  period = Number.NaN;
  /** Where the text behind the event's colon begins. */
  payload = 0;
  private readonly prefixes = new BytesInterner();
  private readonly tasks: (Task | null)[] = [];
  private readonly events = new BytesInterner();
  private readonly eventNames: string[] = [];

  /** Reads the heading in bytes[from … to); false when it is none or an odd one, which header.ts has to look at. */
  scan(bytes: Uint8Array, from: number, to: number): boolean {
    const start = this.findTime(bytes, from, to);
    return start >= 0 && this.readPrefix(bytes, from, start) && this.readRest(bytes, this.payload, to);
  }

  /** Thread and cpu of a prefix that `scan` accepted. */
  task(prefix: number): Task | null {
    return this.tasks[prefix] ?? null;
  }

  eventName(event: number): string {
    return this.eventNames[event] ?? '';
  }

  /** First `<digits>.<6 or 9 digits>: ` behind a space: a thread's name cannot hide a later one, since only ids and a cpu stand between. */
  private findTime(bytes: Uint8Array, from: number, to: number): number {
    for (let colon = from; colon + 1 < to; colon++) {
      if (bytes[colon] !== COLON || bytes[colon + 1] !== SPACE) continue;
      let dot = colon - 1;
      let fraction = 0;
      let scale = 1;
      for (; dot > from && isDigit(bytes[dot]); dot--, scale *= 10) fraction += ((bytes[dot] as number) - ZERO) * scale;
      const digits = colon - 1 - dot;
      if ((digits !== 6 && digits !== 9) || bytes[dot] !== DOT) continue;
      let first = dot - 1;
      let seconds = 0;
      scale = 1;
      for (; first > from && isDigit(bytes[first]); first--, scale *= 10) {
        seconds += ((bytes[first] as number) - ZERO) * scale;
      }
      if (first === dot - 1 || bytes[first] !== SPACE || dot - first > SAFE_DIGITS) continue;
      this.time = seconds * 1e9 + fraction * (digits === 6 ? 1000 : 1);
      this.payload = colon + 1;
      return first + 1;
    }
    return -1;
  }

  private readPrefix(bytes: Uint8Array, from: number, to: number): boolean {
    let end = to;
    while (end > from && bytes[end - 1] === SPACE) end--;
    let digit = end - 1;
    while (digit > from && isDigit(bytes[digit])) digit--;
    // A time of day (`-F tod`) would make every prefix a new one.
    if (bytes[digit] === DOT) return false;
    const known = this.prefixes.length;
    const id = this.prefixes.intern(bytes, from, to);
    if (id === known) this.tasks.push(parseTask(decodeText(bytes, from, to)));
    this.prefix = id;
    return this.tasks[id] !== null;
  }

  /** `[<period> ]<event>:[ <payload>]`. */
  private readRest(bytes: Uint8Array, from: number, to: number): boolean {
    let at = from;
    while (at < to && bytes[at] === SPACE) at++;
    const first = at;
    let number = 0;
    while (at < to && isDigit(bytes[at])) number = number * 10 + (bytes[at++] as number) - ZERO;
    this.period = Number.NaN;
    if (at > first && bytes[at] === SPACE) {
      if (at - first > SAFE_DIGITS) return false;
      this.period = number;
      while (at < to && bytes[at] === SPACE) at++;
    } else {
      at = first;
    }
    const name = at;
    for (; at < to; at++) {
      const b = bytes[at] as number;
      if (b === SPACE) break;
      if (b < SPACE || b > 126) return false;
    }
    if (at - name < 2 || bytes[at - 1] !== COLON || RECORD.every((b, i) => bytes[name + i] === b)) return false;
    const known = this.events.length;
    this.event = this.events.intern(bytes, name, at - 1);
    if (this.event === known) this.eventNames.push(decodeText(bytes, name, at - 1));
    this.payload = Math.min(at + 1, to);
    return true;
  }
}
