const SAYS: Readonly<Record<string, readonly [word: string, rest: string]>> = {
  simulated: ['Simulated', 'An invented market: not one number here is real.'],
  recorded: ['Recorded', 'Played from a recording: not the market as it is now.'],
};

/** Over everything, always in sight, whenever the data aren't live. */
export function Band({ source }: { readonly source: string | null }) {
  const said = SAYS[source ?? ''];
  if (said === undefined) return null;
  const [word, rest] = said;
  return (
    <div class={`band ${source ?? ''}`} role="note">
      <strong>{word}</strong> {rest}
    </div>
  );
}
