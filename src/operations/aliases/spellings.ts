/** Ways in which other systems spell the same value. */
export const SPELLINGS = {
  /** `1H` is `1h`; `1M` would be a month, which we don't serve, so only hours and days change. */
  interval: (text: string) => text.replace(/[HD]$/, (unit) => unit.toLowerCase()),
  /** Kraken's older names: `XXBTZUSD` is `XBTUSD`; XBT is bitcoin, XDG is dogecoin. */
  krakenPair: (text: string) =>
    text
      .toUpperCase()
      .replace(/^X([A-Z]{3})(?:Z([A-Z]{3})|X(XBT|ETH))$/, '$1$2$3')
      .replace(/^XBT|XBT$/, 'BTC')
      .replace(/^XDG/, 'DOGE'),
} as const;

export type Spelling = keyof typeof SPELLINGS;
