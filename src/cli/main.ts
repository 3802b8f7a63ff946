import { fileURLToPath } from 'node:url';
import { EXIT, type Output, run } from './run.ts';
import { text } from './say.ts';
import { type Site, siteFolder } from './serve.ts';

// `leaklens … | head` closes the pipe early: that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

// Names come from files: on a terminal they must not move the cursor or change colours.
const onTerminal = process.stdout.isTTY;

function harmless(line: string): string {
  return line.replace(/(?![\t\n])\p{Cc}/gu, '\ufffd');
}

const lines: string[] = [];
const LINES_AT_ONCE = 512;

function flush(): void {
  if (lines.length > 0) process.stdout.write(`${lines.join('\n')}\n`);
  lines.length = 0;
}

function endOnSignal(site: Site): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void site.close());
}

const output: Output = {
  out(line) {
    lines.push(onTerminal ? harmless(line) : line);
    if (lines.length >= LINES_AT_ONCE) flush();
  },
  err: (line) => process.stderr.write(`${harmless(line)}\n`),
  serve: endOnSignal,
  site: siteFolder(fileURLToPath(import.meta.url)),
};

try {
  process.exitCode = await run(process.argv.slice(2), output);
} catch (error) {
  output.err(
    text({ key: 'cli.error.internal', args: { what: error instanceof Error ? error.message : String(error) } }),
  );
  process.exitCode = EXIT.unread;
}
flush();
