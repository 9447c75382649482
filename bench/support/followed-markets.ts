import { setTimeout as sleep } from 'node:timers/promises';
import { callServer } from './call-server.ts';
import { taken } from './taken.ts';

/** One market as a caller names it. */
export interface MarketName {
  readonly venue: string;
  readonly symbol: string;
}

const AGAIN_MS = 250;

/** When each market gave a price, and why others gave none. */
export interface AnswerTimes {
  /** Milliseconds after the start of the count, in order. */
  readonly times: readonly { readonly market: MarketName; readonly ms: number }[];
  /** The last answer of the first market without a price. */
  readonly why: string | null;
}

/** Asks every market until it gives a price, for `withinMs` at most; counts from `since`. */
export async function answerTimes(
  url: string,
  markets: readonly MarketName[],
  { since, withinMs }: { readonly since: number; readonly withinMs: number },
): Promise<AnswerTimes> {
  const until = performance.now() + withinMs;
  const one = async (market: MarketName) => {
    let why = '';
    for (let left = withinMs; left > 0; left = until - performance.now()) {
      const asked = await taken('', () => callServer(url, 'get_report', market, left));
      if ('value' in asked && isWhole(asked.value)) return { market, ms: performance.now() - since, why: null };
      why = 'missing' in asked ? asked.missing : JSON.stringify(asked.value).slice(0, 200);
      await sleep(AGAIN_MS);
    }
    return { market, ms: null, why: `${market.venue} ${market.symbol}: ${why}` };
  };
  const found = await Promise.all(markets.map(one));
  const times = found.flatMap(({ market, ms }) => (ms === null ? [] : [{ market, ms }]));
  return { times: times.toSorted((x, y) => x.ms - y.ms), why: found.find(({ ms }) => ms === null)?.why ?? null };
}

/** A price, and a book that is synced. */
const isWhole = (answer: Readonly<Record<string, unknown>>): boolean =>
  typeof answer['mid_price'] === 'number' && answer['state'] === 'synced';

/** Receipts of reports on these markets; a market without an answer gives none. */
export async function receiptsOf(url: string, markets: readonly MarketName[]): Promise<readonly string[]> {
  const answers = await Promise.all(markets.map((market) => callServer(url, 'get_report', market)));
  return answers.flatMap(({ receipt }) => (typeof receipt === 'string' ? [receipt] : []));
}

export interface Checks {
  /** How many receipts got each verdict. */
  readonly verdicts: Readonly<Record<string, number>>;
  /** Receipts that were not checked, because the time was over. */
  readonly unchecked: number;
  /** The first reason other than a match. */
  readonly reason: string | null;
  readonly longestMs: number;
}

/** Checks receipts one after another until the time is over. */
export async function checkAll(url: string, receipts: readonly string[], withinMs: number): Promise<Checks> {
  const until = performance.now() + withinMs;
  const verdicts: Record<string, number> = {};
  let reason: string | null = null;
  let longestMs = 0;
  let checked = 0;
  for (const receipt of receipts) {
    const began = performance.now();
    if (began >= until) break;
    const { verdict, why } = await checkOne(url, receipt, until - began);
    if (verdict !== 'matched') reason ??= why;
    verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
    longestMs = Math.max(longestMs, performance.now() - began);
    checked++;
  }
  return { verdicts, unchecked: receipts.length - checked, reason, longestMs };
}

async function checkOne(url: string, receipt: string, withinMs: number): Promise<{ verdict: string; why: string | null }> {
  try {
    const answer = await callServer(url, 'check_claim', { text: `See [${receipt}].` }, withinMs);
    const [row] = (answer['receipts'] ?? []) as readonly { readonly verdict: string; readonly reason: string }[];
    return row === undefined
      ? { verdict: 'no_answer', why: JSON.stringify(answer).slice(0, 300) }
      : { verdict: row.verdict, why: row.reason };
  } catch (error) {
    return { verdict: 'no_answer', why: String(error) };
  }
}
