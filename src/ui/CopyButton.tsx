import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from './Button.tsx';
import { copyText } from './copy-text.ts';
import { IconButton } from './IconButton.tsx';

interface CopyButtonProps {
  readonly text: string | (() => string | Promise<string>);
  readonly label: string;
  /** What it says for two seconds once it is done. */
  readonly doneLabel: string;
  /** With its label written out. */
  readonly written?: boolean;
  readonly kind?: 'default' | 'primary' | 'quiet';
}

export function CopyButton({ text, label, doneLabel, written, kind }: CopyButtonProps) {
  const [done, setDone] = useState(false);
  useEffect(() => {
    if (!done) return;
    const timer = setTimeout(() => setDone(false), 2000);
    return () => clearTimeout(timer);
  }, [done]);
  const copy = async () => setDone(await copyText(typeof text === 'string' ? text : await text()));
  const icon = done ? <Check /> : <Copy />;
  const says = done ? doneLabel : label;
  if (written === true) {
    return (
      <Button kind={kind ?? 'default'} icon={icon} onClick={() => void copy()}>
        <span aria-live="polite">{says}</span>
      </Button>
    );
  }
  return <IconButton kind={kind ?? 'quiet'} label={says} icon={icon} onClick={() => void copy()} />;
}
