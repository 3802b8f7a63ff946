import { showBytes, showMillis } from '../../base/figures.ts';
import type { Message } from '../../model/report.ts';
import type { Say } from '../context.ts';
import { formatTitle } from '../shell/format-title.ts';
import { type ReportRow, skippedCount } from './rows.ts';

const cell = (text: string) => text.replace(/\|/g, '\\|').replace(/\s+/g, ' ');
const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;

/** The whole report as Markdown, to be pasted into an issue. */
export function reportMarkdown(rows: readonly ReportRow[], t: Say, sayMessage: (message: Message) => string): string {
  const head = ['file', 'state', 'readAs', 'evidence', 'records', 'skipped', 'guessed', 'cost'];
  const lines = [
    `# ${t('shell.view.report')}`,
    '',
    line(head.map((name) => t(`shell.col.${name}`))),
    line(head.map(() => '---')),
  ];
  for (const { name, state, part } of rows) {
    const report = part?.report;
    lines.push(
      line([
        name,
        t(`shell.status.${state}`),
        report === undefined ? '' : formatTitle(t, report.format),
        report === undefined ? '' : sayMessage(report.evidence),
        String(report?.records ?? ''),
        part === null ? '' : String(skippedCount(part)),
        String(report?.guesses.length ?? ''),
        report === undefined ? '' : `${showMillis(report.millis)} · ${showBytes(report.tableBytes)}`,
      ]),
    );
  }
  for (const { name, file, part } of rows) {
    const report = part?.report;
    const items: string[] = [];
    if (file.crash !== null) items.push(sayMessage(file.crash));
    if (report?.error !== undefined) {
      const { what, offset, advice, command } = report.error;
      items.push(`${sayMessage(what)}${offset === undefined ? '' : ` ${t('shell.atByte', { offset })}`}`);
      if (advice !== undefined) items.push(sayMessage(advice));
      if (command !== undefined) items.push(`\`${command}\``);
    }
    for (const s of report?.skipped ?? []) {
      const first = s.first[0];
      const place = first === undefined ? '' : ` ${t('shell.atByte', { offset: first.offset })}`;
      items.push(`${s.count} × ${sayMessage(s.reason)}${place}`);
    }
    for (const g of report?.guesses ?? []) items.push(`${t('shell.guessed')}: ${sayMessage(g)}`);
    for (const n of report?.notes ?? []) items.push(sayMessage(n));
    if (items.length > 0) lines.push('', `## ${name}`, '', ...items.map((item) => `- ${item}`));
  }
  return `${lines.join('\n')}\n`;
}
