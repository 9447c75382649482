import type { Link } from '../data/store.ts';

type Said = readonly [word: string, rest: string];

const SAYS: Readonly<Record<string, Said>> = {
  simulated: ['Simulated', 'An invented market: not one number here is real.'],
  recorded: ['Recorded', 'Replayed from a recording: not the current market.'],
};

const NOTHING_YET: Said = ['Connecting', 'Nothing has arrived yet, so whether the data are live is not known.'];

const UNKNOWN: Said = ['No data', 'No market is shown, so whether the data are live is not known.'];

/** A banner above everything, always visible unless the data are known to be live. */
export function Band({ source, link }: { readonly source: string | null; readonly link: Link }) {
  const unsourced = link === 'unfollowed' || link === 'refused' ? UNKNOWN : NOTHING_YET;
  const said = source === null ? unsourced : SAYS[source];
  if (said === undefined) return null;
  const [word, rest] = said;
  return (
    <div class={`band ${source ?? 'connecting'}`} role="note">
      <strong>{word}</strong> {rest}
    </div>
  );
}
