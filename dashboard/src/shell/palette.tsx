import { useEffect, useState } from 'preact/hooks';
import { call, reasonOf } from '../data/api.ts';
import { choose, shown, takeMarkets, type MarketRow } from '../data/store.ts';
import { StateMark } from '../parts/state-mark.tsx';
import { noneFollowed, noneNamed } from '../words/following.ts';
import { decimalsOf, price, venueName } from '../words/format.ts';
import { serverGone } from '../words/stopped.ts';
import { Modal } from './modal.tsx';

const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

/** Markets whose symbol, currencies or venue contain every word typed. */
export function found(markets: readonly MarketRow[], typed: string): MarketRow[] {
  const words = typed.split(/\s+/).map(plain).filter(Boolean);
  return markets.filter(({ symbol, base, quote, venue }) => {
    const whole = plain(`${symbol} ${base}${quote} ${venue} ${venueName(venue)}`);
    return words.every((word) => whole.includes(word));
  });
}

/** Chooses a market by part of its name. */
export function Palette({ close }: { readonly close: () => void }) {
  const markets = shown.markets.value;
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    call('list_markets', {}).then(takeMarkets, (error: unknown) => setProblem(reasonOf(error)));
  }, []);
  const lost = shown.link.value === 'lost' ? serverGone(shown.heard.value) : null;
  const rows = found(markets, typed);
  const selected = Math.min(at, Math.max(0, rows.length - 1));
  const take = (row: MarketRow | undefined) => {
    if (row === undefined) return;
    choose({ symbol: row.symbol, venue: row.venue });
    close();
  };
  const onKey = (event: KeyboardEvent) => {
    const moves: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };
    const move = moves[event.key];
    if (move !== undefined) setAt((selected + move + rows.length) % Math.max(1, rows.length));
    else if (event.key === 'Enter') take(rows[selected]);
    else return;
    event.preventDefault();
  };
  return (
    <Modal name="palette" close={close}>
      <input
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={rows.length > 0 ? `palette-${selected}` : undefined}
        aria-label="Another market: a part of its symbol or venue"
        placeholder="Symbol or venue"
        autocomplete="off"
        spellcheck={false}
        value={typed}
        onInput={({ currentTarget }) => {
          setTyped(currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKey}
      />
      <ul id="palette-list" role="listbox" aria-label="Markets">
        {rows.map((row, i) => (
          <li
            key={row.instrument}
            id={`palette-${i}`}
            role="option"
            aria-selected={i === selected}
            onPointerMove={() => setAt(i)}
            onClick={() => take(row)}
          >
            <strong>{row.symbol}</strong> <span class="quiet">{venueName(row.venue)}</span> <StateMark state={row.state} />
            <span class={lost === null ? 'right' : 'right quiet'}>
              {row.last_price === null ? 'no price yet' : price(row.last_price, decimalsOf(row.tick))}
            </span>
          </li>
        ))}
      </ul>
      {(lost ?? problem) === null ? null : <p class="absent">The list may be outdated: {lost ?? problem}</p>}
      {rows.length === 0 ? (
        <p class="absent">
          {markets.length === 0 ? noneFollowed({ symbol: null, venue: null }, shown.source.value) : noneNamed(shown.source.value)}
        </p>
      ) : null}
    </Modal>
  );
}
