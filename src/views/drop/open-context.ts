import { createContext, useContext } from 'react';
import type { InputFile } from '../../state/session.ts';

/** Ways to open files that every part of the page may offer. */
export interface Opener {
  /** Shows the browser's file or folder dialog. */
  readonly chooseFiles: () => void;
  readonly chooseFolder: () => void;
  readonly open: (files: readonly InputFile[], role?: 'base' | 'after') => void;
}

export const OpenerContext = createContext<Opener | null>(null);

export function useOpener(): Opener {
  const opener = useContext(OpenerContext);
  if (opener === null) throw new Error('DropLayer is missing');
  return opener;
}
