import { ALL_WORDS } from '../base/words/all.ts';
import { analysisWords } from '../base/words/analysis.ts';
import { cliWords } from '../base/words/cli.ts';
import { cliHelpWords } from '../base/words/cli-help.ts';
import { say } from '../base/words/words.ts';
import type { Message } from '../model/report.ts';

const words = { ...ALL_WORDS, ...analysisWords, ...cliWords, ...cliHelpWords };

/** The English text of a message on one line: what the command prints. */
export function text(message: Message): string {
  return say(words, 'en', message.key, message.args).replace(/\s*\n\s*/g, ' ');
}

/** The same by key. */
export function sayText(key: string, args?: Message['args']): string {
  return say(words, 'en', key, args);
}
