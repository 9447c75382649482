import { render } from 'preact';
import { call, reasonOf } from './data/api.ts';
import { marketNamed } from './data/named-market.ts';
import { startClock } from './data/now.ts';
import { change, choose, current } from './data/store.ts';
import { startTheme } from './look/use-theme.ts';
import { App } from './shell/app.tsx';

const RETRY_MS = 1_500;

/** Follows the market named in the address, or the first market. If it is not followed, shows that and retries. */
async function begin(): Promise<void> {
  try {
    const { markets, source } = await call('list_markets', {});
    // A user may have chosen a market in the meantime.
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
  // Nothing else can be done until a market is followed.
  if (current().market === null) setTimeout(() => void begin(), RETRY_MS);
}

const place = document.getElementById('page');
if (place === null) throw new Error('the document has no element #page');
startTheme();
startClock();
place.textContent = '';
render(<App />, place);
void begin();
