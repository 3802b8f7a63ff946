import css from './Command.module.css';
import { CopyButton } from './CopyButton.tsx';

interface CommandProps {
  readonly text: string;
  readonly copyLabel: string;
  readonly doneLabel: string;
}

/** A command to run somewhere else, with a button that copies it. */
export function Command({ text, copyLabel, doneLabel }: CommandProps) {
  return (
    <div className={css.box}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <code className={css.text} tabIndex={0}>
        {text}
      </code>
      <CopyButton text={text} label={copyLabel} doneLabel={doneLabel} />
    </div>
  );
}
