import type { ImportReport, Message } from '../model/report.ts';
import { ReportBuilder } from '../model/report-builder.ts';
import type { AnySource, ColumnChoice, DecodedSource, TimelineSource } from '../model/source.ts';
import type { Chunks } from './byte-source.ts';
import { type OpenedBytes, openBytes, openChunks } from './compress.ts';
import { Budget, Budgeted } from './containers/budget.ts';
import { isTar, TarReader } from './containers/tar.ts';
import { isZip, openMember, readZip } from './containers/zip.ts';
import { sourceBytes, timelineBytes } from './facts.ts';
import { fileKey, memberKey } from './file-key.ts';
import type { Format } from './format.ts';
import { encodingOf } from './lines.ts';
import { PARTS_FROM_BYTES, type PartHelper, readInParts } from './open-parts.ts';
import { type Detection, detect } from './registry.ts';
import { sniffHead } from './sniff-head.ts';
import { UnwrappedSource, unwrappedHead, type Wrapping, wrappingOf } from './unwrapped.ts';

/** Archives within archives beyond this are not opened. */
const MAX_DEPTH = 3;
const MAX_MEMBERS = 10_000;
/** What systems put beside the user's files. */
const CLUTTER = /(?:^|\/)(?:__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._[^/]*$)/;

/** What to open: see `DecodeJob` of the contract. */
export interface OpenJob {
  readonly blob: Blob;
  readonly name: string;
  /** ms since 1970, 0 if unknown. */
  readonly lastModified: number;
  /** Cap of decompressed bytes, for an archive of all members together. */
  readonly maxRawBytes: number;
  readonly legacyDropFrames: boolean;
  /** Columns of a table of values over time. */
  readonly columns?: ColumnChoice;
}

/** One file, or one member of an archive. */
export interface OpenedFile {
  /** Path within the archive, or the file's name. */
  readonly name: string;
  /** Name by content: see file-key.ts. */
  readonly key: string;
  readonly lastModified: number;
  readonly report: ImportReport;
  readonly sources: readonly DecodedSource[];
  /** What has times but no stacks. */
  readonly timelines: readonly TimelineSource[];
}

/**
 * Opens a file of any kind: takes compression and archives off, finds out what it is, decodes it. Never rejects: what
 * cannot be read is an `OpenedFile` without sources whose report says what it is, where it broke and what to do.
 * `onProgress` hears the bytes of the blob read so far. `helpers` take parts of a big text.
 */
export async function openFile(
  job: OpenJob,
  onProgress: (read: number) => void,
  helpers: readonly PartHelper[] = [],
): Promise<OpenedFile[]> {
  const opener = new Opener(job, helpers);
  const start = now();
  let key = '';
  try {
    key = await fileKey(job.blob);
    await opener.blob(job.blob, { name: job.name, key, lastModified: job.lastModified }, 0, onProgress);
  } catch (problem) {
    opener.add({ name: job.name, key, lastModified: job.lastModified }, crashed(problem, job.blob.size, start), []);
  }
  return opener.files;
}

interface Identity {
  readonly name: string;
  readonly key: string;
  readonly lastModified: number;
}

class Opener {
  readonly files: OpenedFile[] = [];
  private readonly job: OpenJob;
  private readonly budget: Budget;
  private readonly helpers: readonly PartHelper[];

  constructor(job: OpenJob, helpers: readonly PartHelper[]) {
    this.job = job;
    this.helpers = helpers;
    this.budget = new Budget(job.maxRawBytes);
  }

  add(identity: Identity, report: ImportReport, found: readonly AnySource[]): void {
    const sources: DecodedSource[] = [];
    const timelines: TimelineSource[] = [];
    for (const source of found) {
      if (source.kind === 'timeline') timelines.push(source);
      else sources.push(source);
    }
    this.files.push({ ...identity, report, sources, timelines });
  }

  async blob(blob: Blob, identity: Identity, depth: number, onProgress: (read: number) => void): Promise<void> {
    if (isZip(new Uint8Array(await blob.slice(0, 4).arrayBuffer()))) {
      await this.zip(blob, identity, depth, onProgress);
      return;
    }
    const options = { name: identity.name, lastModified: identity.lastModified, maxRawBytes: this.job.maxRawBytes };
    const opened = await openBytes(blob, { ...options, onProgress });
    await this.bytes(opened, identity, blob.size, depth, (format, report) => {
      const { inParts, id } = format;
      const plain = opened.layers.length === 0 && this.helpers.length > 0 && blob.size >= PARTS_FROM_BYTES;
      if (inParts === undefined || !plain) return null;
      return readInParts({ id, inParts }, { blob, ...identity }, this.helpers, report, onProgress);
    });
  }

  /** A member of an archive; whatever goes wrong in it stays with it. */
  private async member(chunks: Chunks, identity: Identity, size: number, depth: number): Promise<void> {
    const start = now();
    try {
      const options = { name: identity.name, lastModified: identity.lastModified, maxRawBytes: this.job.maxRawBytes };
      const opened = await openChunks(new Budgeted(chunks, this.budget), options);
      await this.bytes(opened, identity, size, depth);
    } catch (problem) {
      this.add(identity, crashed(problem, size, start), []);
    }
  }

  /** `inParts` reads the file another way than through `opened`, or gives null. */
  private async bytes(
    opened: OpenedBytes,
    identity: Identity,
    size: number,
    depth: number,
    inParts: (format: Format<AnySource>, report: ReportBuilder) => Promise<readonly AnySource[]> | null = () => null,
  ): Promise<void> {
    const start = now();
    const { bytes, complete } = await opened.head();
    if (isTar(bytes)) return this.tar(opened, identity, size, depth);
    if (isZip(bytes)) return this.nestedZip(opened, identity, size, depth);
    const report = new ReportBuilder();
    const { detection, wrapping } = recognise(bytes, complete);
    let sources: readonly AnySource[] = [];
    let format = 'unknown';
    let rawBytes = complete ? bytes.length : size;
    if (detection.kind === 'format') {
      format = detection.format.id;
      const whole = encodingOf(bytes) !== 'utf-8' || wrapping !== null;
      const parts = whole ? null : inParts(detection.format, report);
      const unwrapped = wrapping === null ? null : new UnwrappedSource(opened, wrapping);
      try {
        const { legacyDropFrames, columns } = this.job;
        const options = { legacyDropFrames, ...(columns === undefined ? {} : { columns }) };
        sources = await (parts ?? detection.format.decode(unwrapped ?? opened, report, options));
      } catch (problem) {
        report.fail(internalError(problem));
      }
      if (wrapping !== null) report.note({ key: `timeline.wrapper.${wrapping.wrapper}` });
      const others = unwrapped?.others ?? 0;
      if (others > 0) report.note({ key: 'open.otherStreams', args: { count: others } });
      if (parts === null) {
        await drain(opened);
        rawBytes = opened.rawBytes;
      }
      for (const leftover of opened.leftovers) report.skip(leftover.reason, { offset: leftover.offset });
    } else if (bytes.length === 0) {
      await drain(opened);
    }
    if (opened.problem !== null) report.fail(opened.problem);
    if (detection.kind === 'known') {
      const { id, command } = detection.known;
      format = id;
      report.fail({
        what: detection.evidence,
        advice: { key: `open.todo.${id}` },
        ...(command === undefined ? {} : { command }),
      });
    } else if (detection.kind !== 'format') {
      report.fail({ what: detection.evidence, advice: { key: 'open.advice.capture' } });
    }
    opened.cancel();
    this.finish(report, identity, sources, { format, evidence: detection.evidence, bytes: size, rawBytes, start });
  }

  private finish(
    report: ReportBuilder,
    identity: Identity,
    sources: readonly AnySource[],
    facts: { format: string; evidence: Message; bytes: number; rawBytes: number; start: number },
  ): void {
    const { start, ...rest } = facts;
    const bytesOf = (s: AnySource) => (s.kind === 'timeline' ? timelineBytes(s.timeline) : sourceBytes(s));
    const tables = sources.reduce((sum, s) => sum + bytesOf(s), 0);
    this.add(identity, report.finish({ ...rest, millis: now() - start, tableBytes: tables }), sources);
  }

  private async zip(blob: Blob, identity: Identity, depth: number, onProgress: (read: number) => void): Promise<void> {
    const start = now();
    if (depth >= MAX_DEPTH) return this.tooDeep(identity, blob.size, start);
    const directory = await readZip(blob);
    const before = this.files.length;
    for (const [i, member] of directory.members.entries()) {
      if (i >= MAX_MEMBERS) break;
      if (CLUTTER.test(member.name)) continue;
      const inner = await this.inner(identity, member.name, member.lastModified);
      const content = await openMember(blob, member);
      if ('key' in content) {
        const report = new ReportBuilder();
        report.fail({ what: content, advice: { key: 'open.advice.unpack' } });
        const facts = { format: 'unknown', evidence: content, bytes: member.compressedSize, rawBytes: 0, start };
        this.finish(report, inner, [], facts);
      } else {
        await this.member(content, inner, member.compressedSize, depth + 1);
      }
      onProgress(Math.min(blob.size, member.offset + member.compressedSize));
    }
    this.archiveReport(identity, 'zip', blob.size, start, before, directory.problem, directory.members.length);
  }

  private async tar(opened: OpenedBytes, identity: Identity, size: number, depth: number): Promise<void> {
    const start = now();
    if (depth >= MAX_DEPTH) return this.tooDeep(identity, size, start);
    const reader = new TarReader(opened);
    const before = this.files.length;
    let count = 0;
    for (let member = await reader.next(); member !== null && count < MAX_MEMBERS; member = await reader.next()) {
      count++;
      if (CLUTTER.test(member.name)) continue;
      const inner = await this.inner(identity, member.name, member.lastModified);
      await this.member(member.content, inner, member.size, depth + 1);
    }
    opened.cancel();
    this.archiveReport(identity, 'tar', size, start, before, reader.problem ?? opened.problem, count);
  }

  /** A zip is read from its end: one inside another stream has to be put together first. */
  private async nestedZip(opened: OpenedBytes, identity: Identity, size: number, depth: number): Promise<void> {
    const start = now();
    if (depth >= MAX_DEPTH) return this.tooDeep(identity, size, start);
    const parts: Uint8Array<ArrayBuffer>[] = [];
    for (let chunk = await opened.next(); chunk !== null; chunk = await opened.next()) parts.push(chunk.slice());
    if (opened.problem !== null) this.archiveReport(identity, 'zip', size, start, -1, opened.problem, 1);
    await this.zip(new Blob(parts), identity, depth, () => {});
  }

  private async inner(archive: Identity, path: string, lastModified: number): Promise<Identity> {
    const key = await memberKey(archive.key, path);
    // A member without a date has that of its archive, which sorts a series no worse than none.
    return {
      name: `${archive.name}/${path}`,
      key,
      lastModified: lastModified > 0 ? lastModified : archive.lastModified,
    };
  }

  private tooDeep(identity: Identity, bytes: number, start: number): void {
    const what: Message = { key: 'open.depth', args: { depth: MAX_DEPTH } };
    const report = new ReportBuilder();
    report.fail({ what, advice: { key: 'open.advice.unpack' } });
    this.finish(report, identity, [], { format: 'unknown', evidence: what, bytes, rawBytes: 0, start });
  }

  /** An archive has a report of its own only when something is wrong with it, or nothing was in it. */
  private archiveReport(
    identity: Identity,
    format: 'zip' | 'tar',
    bytes: number,
    start: number,
    filesBefore: number,
    problem: { readonly what: Message; readonly offset: number } | null,
    members: number,
  ): void {
    const report = new ReportBuilder();
    if (problem !== null) report.fail({ ...problem, advice: { key: 'open.advice.again' } });
    else if (members > MAX_MEMBERS) report.fail({ what: { key: 'open.members', args: { count: MAX_MEMBERS } } });
    else if (this.files.length === filesBefore) report.fail({ what: { key: 'open.archive.empty' } });
    else return;
    const evidence: Message = { key: `open.kind.${format}` };
    this.finish(report, identity, [], { format, evidence, bytes, rawBytes: 0, start });
  }
}

/** What the first bytes are: as they stand, or without what a log driver wrapped around every line. */
function recognise(bytes: Uint8Array, complete: boolean): { detection: Detection; wrapping: Wrapping | null } {
  const head = sniffHead(bytes, complete);
  const detection = detect(head);
  const plain = { detection, wrapping: null };
  if (detection.kind === 'format' || head.text === null || encodingOf(bytes) !== 'utf-8') return plain;
  const wrapping = wrappingOf(head.text);
  if (wrapping === null) return plain;
  const inner = detect(unwrappedHead(head, wrapping));
  return inner.kind === 'format' ? { detection: inner, wrapping } : plain;
}

async function drain(opened: OpenedBytes): Promise<void> {
  while ((await opened.next()) !== null);
}

function internalError(problem: unknown): NonNullable<ImportReport['error']> {
  const text = problem instanceof Error ? problem.message : String(problem);
  return { what: { key: 'open.internal', args: { text } }, advice: { key: 'open.advice.report' } };
}

function crashed(problem: unknown, bytes: number, start: number): ImportReport {
  const report = new ReportBuilder();
  const error = internalError(problem);
  report.fail(error);
  const facts = { format: 'unknown', evidence: error.what, bytes, rawBytes: 0 };
  return report.finish({ ...facts, millis: now() - start, tableBytes: 0 });
}

function now(): number {
  return performance.now();
}
