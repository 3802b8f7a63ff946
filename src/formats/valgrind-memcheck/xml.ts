import type { FrameInput } from '../../model/profile-builder.ts';
import type { ReportBuilder } from '../../model/report-builder.ts';
import type { DecodedSource } from '../../model/source.ts';
import type { ByteSource, Format, Head, Sniff } from '../format.ts';
import { finishChecks, LeakCheck, parseLossRecord } from './leak-check.ts';
import { pullXml, type XmlEvents } from './xml-pull.ts';

const KINDS = new Map([
  ['Leak_DefinitelyLost', 'definitely lost'],
  ['Leak_IndirectlyLost', 'indirectly lost'],
  ['Leak_PossiblyLost', 'possibly lost'],
  ['Leak_StillReachable', 'still reachable'],
]);

/** `valgrind --xml=yes` of memcheck; a file that was cut gives the records before the cut. */
export const valgrindXml: Format = { id: 'valgrind-xml', sniff, decode };

function sniff(head: Head): Sniff | null {
  if (head.text === null || !/<valgrindoutput>/.test(head.text.slice(0, 4096))) return null;
  if (/<protocoltool>(?!memcheck<)/.test(head.text)) return null;
  return { score: 80, evidence: { key: 'tools.memcheck.xml' } };
}

async function decode(source: ByteSource, report: ReportBuilder): Promise<readonly DecodedSource[]> {
  const reader = new Reader(report);
  await pullXml(source, reader);
  if (source.problem !== null) report.fail(source.problem);
  return finishChecks([reader.finish()], report);
}

class Reader implements XmlEvents {
  private readonly report: ReportBuilder;
  private readonly check = new LeakCheck('');
  /** Text of the fields of the <error> and the <frame> that are open. */
  private error: Record<string, string> | null = null;
  private frame: Record<string, string> | null = null;
  /** Leaf first, of the first stack of the error: others tell where a value came from. */
  private frames: FrameInput[] = [];
  private stacks = 0;
  private offset = 0;

  constructor(report: ReportBuilder) {
    this.report = report;
  }

  open(tag: string, offset: number): void {
    if (tag === 'error') {
      this.cut();
      this.offset = offset;
      this.error = {};
      this.frames = [];
      this.stacks = 0;
    } else if (tag === 'stack') this.stacks++;
    else if (tag === 'frame') this.frame = {};
  }

  close(tag: string, text: string): void {
    if (tag === 'error') this.endError();
    else if (tag === 'frame') this.endFrame();
    else if (this.frame !== null) this.frame[tag] = text;
    else if (this.error !== null) this.error[tag] ??= text;
    // <state>FINISHED</state> comes before the leak records: only the end of the document tells that all are there.
    else if (tag === 'valgrindoutput') this.check.ended = true;
  }

  finish(): LeakCheck {
    this.cut();
    return this.check;
  }

  private cut(): void {
    if (this.error === null) return;
    this.report.skip({ key: 'tools.memcheck.skip.cut' }, { offset: this.offset, seen: this.error.kind ?? '' });
    this.error = null;
    this.frame = null;
  }

  private endFrame(): void {
    const { frame } = this;
    this.frame = null;
    if (frame === null || this.stacks > 1) return;
    const hex = /^0x[0-9a-f]{1,16}$/i.exec(frame.ip ?? '');
    const file = frame.file ?? '';
    const dir = frame.dir ?? '';
    this.frames.push({
      address: hex === null ? 0n : BigInt(hex[0]),
      file: dir === '' || file === '' ? file : `${dir}/${file}`,
      line: Number.parseInt(frame.line ?? '0', 10) || 0,
      ...this.check.objects.of(frame.obj ?? ''),
      ...(frame.fn === undefined ? {} : { name: frame.fn }),
    });
  }

  private endError(): void {
    const { error } = this;
    this.error = null;
    if (error === null) return;
    const kind = KINDS.get(error.kind ?? '');
    if (kind === undefined) {
      this.report.skip({ key: 'tools.memcheck.skip.error' }, { offset: this.offset, seen: error.kind ?? '' });
      return;
    }
    // <leakedbytes> of a definite record counts what the blocks hold too; the sentence has them apart.
    const said = parseLossRecord(error.text ?? '');
    const whole = (text: string | undefined) => (/^\d{1,15}$/.test(text ?? '') ? Number(text) : 0);
    const record = said ?? { bytes: whole(error.leakedbytes), blocks: whole(error.leakedblocks), indirect: 0 };
    this.check.add({ ...record, kind }, this.frames);
    this.report.records++;
  }
}
