import { render } from 'preact';
import { call, reasonOf } from './data/api.ts';
import { startClock } from './data/now.ts';
import { change, choose, current } from './data/store.ts';
import { startTheme } from './look/use-theme.ts';
import { App } from './shell/app.tsx';

const RETRY_MS = 1_500;

/** The market that the address names, `/?symbol=ETHUSDT&venue=kraken-spot`, or the first that is followed. */
async function begin(): Promise<void> {
  try {
    const { markets, source } = await call('list_markets', {});
    const wanted = new URLSearchParams(location.search);
    const [symbol, venue] = [wanted.get('symbol'), wanted.get('venue')];
    const named = markets.find((row) => (symbol === null || row.symbol === symbol) && (venue === null || row.venue === venue));
    const market = named ?? markets[0];
    // Without a market the answer's source is arbitrary.
    change({
      markets,
      source: markets.length === 0 ? null : source,
      failure: market === undefined ? 'No market is followed yet.' : null,
    });
    if (market !== undefined) return choose({ symbol: market.symbol, venue: market.venue });
  } catch (error) {
    change({ failure: reasonOf(error) });
  }
  // Until there is a market to follow there is nothing else to do.
  if (current().market === null) setTimeout(() => void begin(), RETRY_MS);
}

const place = document.getElementById('page');
if (place === null) throw new Error('the page has no place to be put');
startTheme();
startClock();
place.textContent = '';
render(<App />, place);
void begin();
