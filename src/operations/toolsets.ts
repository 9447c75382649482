/** Groups of operations, each served at its own address, with its subject. */
export const TOOLSETS = {
  market: 'one market now: report, book, trades, candles, flow, liquidity, health of the data',
  proof: 'receipts: whether a number, a text or an answer matches the raw log',
  anomalies: 'suspected spoofing, icebergs, flash-crash risk, each with a replay of its evidence',
  alerts: 'rules that notify when something happens, and the ledger of what followed',
  catalogue: 'the tools themselves: search, list, dispatch',
} as const satisfies Readonly<Record<string, string>>;

export type Toolset = keyof typeof TOOLSETS;

export const isToolset = (name: string): name is Toolset => Object.hasOwn(TOOLSETS, name);
