import { useEffect, useRef, useState } from 'preact/hooks';
import { call, reasonOf } from '../data/api.ts';
import { current, shown, type Received } from '../data/store.ts';
import type { Base } from './answers.ts';
import type { Target } from './target.ts';

interface Held {
  readonly received: Received<Base> | null;
  /** Reason shown when the answer has no receipt. */
  readonly noReceipt: string;
}

/** The answer's own reason for having no receipt. */
const whyNone = (message: Base | undefined): string =>
  message?.caveats.find((caveat) => caveat.startsWith('No receipt')) ?? 'This answer has no receipt.';

/** The server's answer about one trade, or why there is none. */
interface Asked {
  readonly trade: number;
  readonly received: Received<Base> | null;
  readonly problem: string;
}

/** Requests an answer of get_trades with only this trade, so that its receipt proves the trade. */
async function askTrade(trade: number): Promise<Asked> {
  const { market } = current();
  if (market === null) return { trade, received: null, problem: 'No receipt: no market is chosen.' };
  try {
    const answer = await call('get_trades', { ...market, before_id: trade + 1, limit: 1 });
    return answer.trades[0]?.id === trade
      ? { trade, received: { message: answer, at: Date.now() }, problem: '' }
      : { trade, received: null, problem: 'No receipt: the server no longer has this trade.' };
  } catch (error) {
    return { trade, received: null, problem: `No receipt: ${reasonOf(error)}` };
  }
}

/** The tape's message with only one trade, as displayed. */
function onTape(id: number): Received<Base> | null {
  const tape = shown.tape.value;
  const row = shown.trades.value.find((trade) => trade.id === id);
  if (tape === null || row === undefined) return null;
  return { at: tape.at, message: { ...tape.message, receipt: null, trades: [row] } as Base };
}

/** The answer that a figure comes from. A pinned figure keeps one answer, because its value, time and receipt belong together. */
export function useHeld({ operation, field, trade, pinned }: Target, answer: Received<Base> | null): Held {
  const key = `${operation}.${field}.${trade ?? ''}`;
  const held = useRef<{ key: string; received: Received<Base> | null }>({ key: '', received: null });
  const [asked, setAsked] = useState<Asked | null>(null);
  const received = trade === null ? answer : onTape(trade);
  if (!pinned || held.current.key !== key || held.current.received === null) held.current = { key, received };
  useEffect(() => {
    if (!pinned || trade === null) return;
    let over = false;
    void askTrade(trade).then((found) => over || setAsked(found));
    return () => void (over = true);
  }, [key, pinned]);
  const answered = held.current.received;
  if (trade === null || !pinned) return { received: answered, noReceipt: whyNone(answered?.message) };
  if (asked?.trade !== trade) return { received: answered, noReceipt: 'Asking for its receipt …' };
  return { received: asked.received ?? answered, noReceipt: asked.problem || whyNone(asked.received?.message) };
}
