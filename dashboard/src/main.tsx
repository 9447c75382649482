import { render } from 'preact';
import { call, isUnreachable, reasonOf } from './data/api.ts';
import { askMeant } from './data/ask-meant.ts';
import { marketNamed } from './data/named-market.ts';
import { startClock } from './data/now.ts';
import { change, choose, current, takeMarkets } from './data/store.ts';
import { startTheme } from './look/use-theme.ts';
import { App } from './shell/app.tsx';

const RETRY_MS = 1_500;

/** Follows the market named in the address, or the first market. If it is not followed, shows that and retries. */
async function begin(): Promise<void> {
  try {
    const answer = await call('list_markets', {});
    // A user may have chosen a market in the meantime.
    if (current().market !== null) return;
    takeMarkets(answer);
    const found = await marketNamed(answer, location.search, askMeant);
    if (current().market !== null) return;
    if ('market' in found) return choose({ symbol: found.market.symbol, venue: found.market.venue }, found.note);
    change({ link: 'unfollowed', ...found });
  } catch (error) {
    if (current().market !== null) return;
    change({ link: isUnreachable(error) ? 'lost' : 'refused', failure: reasonOf(error) });
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
