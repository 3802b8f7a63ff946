export type Tier = 'exact' | 'unique' | 'estimate' | 'candidates' | 'unknown';

const DASHES: Readonly<Record<Tier, string | undefined>> = {
  exact: undefined,
  unique: undefined,
  estimate: '6 3',
  candidates: '2 3',
  unknown: '1 5',
};

/** Sample of the line that shows how a C stack was joined to its Go callers, 26 × 8. */
export function TierLine({ tier }: { readonly tier: Tier }) {
  return (
    <svg aria-hidden width="26" height="8" viewBox="0 0 26 8" stroke="currentColor" fill="none">
      {tier === 'unique' ? (
        <path d="M0 2.75H26" strokeWidth="2" />
      ) : (
        <path d="M0 4H26" strokeWidth="2" strokeDasharray={DASHES[tier]} />
      )}
      {tier === 'unique' ? <path d="M0 5.75H26" strokeWidth="1" /> : null}
    </svg>
  );
}
