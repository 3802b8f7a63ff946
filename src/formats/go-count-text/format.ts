import type { LabelInput } from '../../model/profile-builder.ts';
import type { ReportBuilder } from '../../model/report-builder.ts';
import type { DecodedSource } from '../../model/source.ts';
import type { ByteSource, DecodeOptions, Format, Head, Sniff } from '../format.ts';
import { parseGoLabels } from '../go-symbol-lines.ts';
import { CPU_FRAMES } from '../legacy-frames.ts';
import { firstLines, LegacyText } from '../legacy-text.ts';
import { type Line, scanLines } from '../lines.ts';
import { times, wholeNumber } from '../whole-numbers.ts';

const HEADER = /^(\S+) profile: total (\d+)$/;
/** Go 1.19 writes a stack without addresses as "7 @", newer ones pad it with 0x0. */
const SAMPLE = /^(\d+) @((?: 0x[0-9a-f]+)*) *$/;
const LABELS = /^#\s*labels: (\{.*\})\s*$/;
const LINES_BEFORE_HEADER = 20;

/** Go's count profiles as text (`?debug=1`): goroutine, threadcreate and profiles of the program's own. */
export const goCountText: Format = { id: 'go-count-text', sniff, decode };

function sniff(head: Head): Sniff | null {
  if (head.text === null) return null;
  for (const text of firstLines(head.text, LINES_BEFORE_HEADER)) {
    const match = HEADER.exec(text.trim());
    if (match !== null) {
      return { score: 90, evidence: { key: 'text.count.evidence', args: { name: match[1] ?? '' } } };
    }
  }
  return null;
}

async function decode(
  source: ByteSource,
  report: ReportBuilder,
  options: DecodeOptions,
): Promise<readonly DecodedSource[]> {
  const text = new LegacyText(report);
  let name: string | null = null;
  let stated = 0n;
  let found = 0n;
  await scanLines(source, (line) => {
    if (name === null) {
      const header = HEADER.exec(line.text().trim());
      if (header === null) {
        if (!line.blank && !line.startsWith('#')) report.skip({ key: 'text.skip.before' }, line.place);
        return true;
      }
      name = header[1] as string;
      stated = BigInt(header[2] as string);
      return true;
    }
    if (line.blank) {
      text.endSample();
    } else if (line.startsWith('#')) {
      if (!text.symbolLine(line)) labelLine(text, line, report);
    } else if (!text.mapLine(line)) {
      const match = SAMPLE.exec(line.text());
      if (match === null) {
        text.skip(line);
      } else {
        const count = wholeNumber(match[1] as string);
        found += BigInt(count);
        text.add(text.callIds(match[2] as string), [times(count, 1)], line);
      }
    }
    return true;
  });
  if (source.problem !== null) report.fail(source.problem);
  if (name === null) {
    report.fail({ what: { key: 'text.fail.no-header' } });
    return [];
  }
  if (found < stated) {
    const args = { stated: String(stated), found: String(found) };
    report.fail({ what: { key: 'text.fail.totals', args }, advice: { key: 'text.advice.again' } });
  }
  const type = { type: name as string, unit: 'count' };
  const profile = text.finish(
    [type],
    { periodType: type, period: 1n },
    options.legacyDropFrames === true ? CPU_FRAMES : null,
  );
  return [{ kind: 'profile', name: '', flavor: name, profile, isDiff: false }];
}

function labelLine(text: LegacyText, line: Line, report: ReportBuilder): void {
  const match = LABELS.exec(line.text());
  if (match === null) return;
  const pairs = parseGoLabels(match[1] as string);
  if (pairs === null) report.skip({ key: 'text.skip.labels' }, line.place);
  else text.stacks.relabel(pairs.map(([key, value]): LabelInput => ({ key, text: value })));
}
