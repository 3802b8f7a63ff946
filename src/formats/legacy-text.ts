import type { Profile, ValueType } from '../model/profile.ts';
import { ProfileBuilder } from '../model/profile-builder.ts';
import type { ReportBuilder } from '../model/report-builder.ts';
import { AddressStacks, type SymbolLine } from './address-stacks.ts';
import { parseSymbolLine } from './go-symbol-lines.ts';
import type { LegacyFrames } from './legacy-frames.ts';
import type { Line } from './lines.ts';
import { isMapSentinel, MemoryMap } from './proc-maps.ts';

const HEX_ADDRESS = /0x[0-9a-f]+/g;

type ProfileFacts = Parameters<ProfileBuilder['finish']>[0];

/** What all text profiles of addresses share: samples, the `#` lines that name addresses, the memory map at the end. */
export class LegacyText {
  readonly stacks = new AddressStacks();
  readonly map = new MemoryMap();
  /** Inside the memory map: no samples follow. */
  inMap = false;
  /** The last sample line had no line end: its last address may be cut. */
  private cutSample = false;
  private readonly report: ReportBuilder;
  private pending: { address: bigint; symbol: SymbolLine }[] = [];
  private pendingPlace: Line['place'] | null = null;

  constructor(report: ReportBuilder) {
    this.report = report;
  }

  /** Address numbers of a sample line's return addresses, leaf first. */
  callIds(text: string): number[] {
    return (text.match(HEX_ADDRESS) ?? []).map((hex) => this.stacks.callId(hex));
  }

  add(leafFirst: readonly number[], values: readonly (number | bigint)[], line: Line): void {
    this.endSample();
    this.stacks.add(leafFirst, values);
    this.report.records++;
    this.cutSample = !line.ended;
  }

  /** Ends the `#` lines of the current sample. */
  endSample(): void {
    if (this.pending.length === 0) return;
    const lost = this.stacks.name(this.pending);
    if (lost > 0 && this.pendingPlace !== null) {
      this.report.skip({ key: 'text.skip.symbol' }, this.pendingPlace, lost);
    }
    this.pending = [];
  }

  /** Takes a `#` line of the current sample; false when it is another comment. */
  symbolLine(line: Line): boolean {
    const parsed = parseSymbolLine(line.text());
    if (parsed === null) return false;
    if (this.pending.length === 0) this.pendingPlace = line.place;
    if (parsed.symbol !== null) this.pending.push({ address: parsed.address, symbol: parsed.symbol });
    return true;
  }

  /** Takes lines of the memory map; true when the line was one, or begins it. */
  mapLine(line: Line): boolean {
    if (!this.inMap) {
      if (!isMapSentinel(line.text(0, Math.min(line.length, 40)))) return false;
      this.endSample();
      this.inMap = true;
      return true;
    }
    if (!line.blank && !this.map.line(line.text())) this.report.skip({ key: 'text.skip.map' }, line.place);
    return true;
  }

  skip(line: Line): void {
    this.report.skip({ key: line.cut ? 'text.skip.long' : 'text.skip.line' }, line.place);
  }

  finish(
    sampleTypes: readonly ValueType[],
    facts: ProfileFacts,
    frames: LegacyFrames | null,
    valuesOf?: (values: readonly (number | bigint)[]) => readonly (number | bigint)[],
  ): Profile {
    this.endSample();
    if (this.cutSample) this.report.note({ key: 'text.note.no-line-end' });
    const builder = new ProfileBuilder(sampleTypes);
    const mappingOf = this.map.build(builder, this.stacks.addresses);
    this.stacks.build(builder, mappingOf, valuesOf);
    return builder.finish({ ...facts, ...(frames ?? {}) });
  }
}

/** The first lines of a head's text, blank ones left out. */
export function firstLines(text: string, count: number): string[] {
  const lines: string[] = [];
  for (let from = 0; lines.length < count && from < text.length; ) {
    let end = text.indexOf('\n', from);
    if (end < 0) end = text.length;
    const line = text.slice(from, end);
    if (line.trim() !== '') lines.push(line);
    from = end + 1;
  }
  return lines;
}
