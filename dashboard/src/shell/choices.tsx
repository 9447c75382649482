import { choose, type MarketRow } from '../data/store.ts';
import { venueName } from '../words/format.ts';

/** The followed markets, shown if the address names none of them. */
export function Choices({ markets }: { readonly markets: readonly MarketRow[] }) {
  if (markets.length === 0) return null;
  return (
    <nav class="choices" aria-label="Followed markets">
      {markets.map(({ instrument, symbol, venue }) => (
        <button key={instrument} type="button" onClick={() => choose({ symbol, venue })}>
          {symbol} <span class="quiet">{venueName(venue)}</span>
        </button>
      ))}
    </nav>
  );
}
