import { VERSION } from '../../base/version.ts';
import type { Message } from '../../model/report.ts';
import type { SessionState } from '../../state/session.ts';

/** Key and figures of a message; its text arguments may come from the file and are left out. */
function bare(message: Message): string {
  const figures = Object.entries(message.args ?? {}).filter(([, value]) => typeof value === 'number');
  return [message.key, ...figures.map(([name, value]) => `${name}=${value}`)].join(' ');
}

/** The connect-src of the page's own policy: '' in the development server, which has none. */
export function connectPolicy(): string {
  const meta = document.querySelector('meta[http-equiv="Content-Security-Policy"]');
  return /connect-src [^;]*/.exec(meta?.getAttribute('content') ?? '')?.[0].trim() ?? '';
}

export function isSingleFile(): boolean {
  return connectPolicy() === "connect-src 'none'";
}

/** What helps to find a defect: browser, versions and import reports, without names or content of any file. */
export function diagnosticReport(session: SessionState): string {
  const lines = [
    `Leaklens ${VERSION} (${isSingleFile() ? 'single file' : 'site'}, ${location.protocol.replace(':', '')})`,
    `Browser: ${navigator.userAgent}`,
    `Window: ${innerWidth} × ${innerHeight} at ${devicePixelRatio}; ${navigator.hardwareConcurrency} cores; ${navigator.language}`,
    `Secure context: ${isSecureContext}; policy: ${connectPolicy() || 'none'}`,
    '',
  ];
  session.files.forEach((file, i) => {
    const ending = /(\.[a-z0-9]{1,6}){0,2}$/i.exec(file.name)?.[0] ?? '';
    lines.push(`File ${i + 1} (${ending || 'no ending'}, ${file.size} B): ${file.status}`);
    if (file.crash !== null) lines.push(`  crash: ${file.crash.key} ${file.crash.args?.text ?? ''}`);
    for (const { report } of file.parts) {
      lines.push(
        `  ${report.format}: ${bare(report.evidence)}; ${report.records} records, ${report.rawBytes} B raw, ${Math.round(report.millis)} ms, tables ${report.tableBytes} B`,
      );
      for (const s of report.skipped)
        lines.push(`    skipped ${s.count}: ${bare(s.reason)} at ${s.first.map((p) => p.offset).join(', ')}`);
      for (const g of report.guesses) lines.push(`    guessed: ${bare(g)}`);
      for (const n of report.notes) lines.push(`    note: ${bare(n)}`);
      if (report.error !== undefined)
        lines.push(`    error: ${bare(report.error.what)} at ${report.error.offset ?? '?'}`);
    }
  });
  for (const { facts } of session.sources) {
    lines.push(
      `Source ${facts.flavor}: ${facts.sampleTypes.length} types, ${facts.samples} samples, ${facts.stacks} stacks, ${facts.functions} functions, ${facts.mappings} mappings, ${facts.runtime}`,
    );
  }
  return lines.join('\n');
}
