import { SURENESS, surenessOf } from '../../model/seam.ts';
import css from './Seam.module.css';

/** Stroke of a 26 px line: how sure a join is, without colour. */
const DASHES: Readonly<Record<(typeof SURENESS)[number], string>> = {
  exact: '',
  unique: '',
  estimate: '6 3',
  candidates: '2 3',
  unknown: '1 5',
};

/** A line as the border is drawn for a tier (`entry` as in a tier column). */
export function TierSample({ entry }: { readonly entry: number }) {
  const sureness = SURENESS[surenessOf(entry) - 1] ?? 'unknown';
  return (
    <svg className={css.sample} width="26" height="8" viewBox="0 0 26 8" aria-hidden="true">
      {sureness === 'unique' ? (
        <>
          <path d="M0 2.5h26" strokeWidth="2" />
          <path d="M0 5.5h26" strokeWidth="1" />
        </>
      ) : (
        <path d="M0 4h26" strokeWidth="2" strokeDasharray={DASHES[sureness]} />
      )}
    </svg>
  );
}
