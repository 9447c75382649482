import { render } from 'preact';
import { call, reasonOf } from './data/api.ts';
import { marketNamed } from './data/named-market.ts';
import { startClock } from './data/now.ts';
import { change, choose, current } from './data/store.ts';
import { startTheme } from './look/use-theme.ts';
import { App } from './shell/app.tsx';

const RETRY_MS = 1_500;

/** Follows the market that the address names, or the first. Says so when it is not followed, and asks again later. */
async function begin(): Promise<void> {
  try {
    const { markets, source } = await call('list_markets', {});
    // While it was asked, a market may have been chosen by hand.
    if (current().market !== null) return;
    const market = marketNamed(markets, location.search);
    // Without a market the answer's source is arbitrary.
    change({
      markets,
      source: markets.length === 0 ? null : source,
      failure: 'failure' in market ? market.failure : null,
    });
    if (!('failure' in market)) return choose({ symbol: market.symbol, venue: market.venue });
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
