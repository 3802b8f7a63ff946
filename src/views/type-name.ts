import { KNOWN_BYTES, KNOWN_OBJECTS } from '../model/seam.ts';
import type { Say } from './context.ts';

/** A sample type as the page calls it: types of files keep their names, those of a merged set have words. */
export function typeName(t: Say, type: string): string {
  if (type === KNOWN_BYTES) return t('seam.known');
  return type === KNOWN_OBJECTS ? t('seam.knownObjects') : type;
}
