/** Names of coins as people say them, and the codes that exchanges use. Lower case; the first code is the usual one. */
const COINS: Readonly<Record<string, readonly string[]>> = {
  bitcoin: ['BTC', 'XBT'],
  ethereum: ['ETH'],
  ether: ['ETH'],
  solana: ['SOL'],
  ripple: ['XRP'],
  cardano: ['ADA'],
  dogecoin: ['DOGE', 'XDG'],
  doge: ['DOGE', 'XDG'],
  litecoin: ['LTC'],
  polkadot: ['DOT'],
  chainlink: ['LINK'],
  avalanche: ['AVAX'],
  tron: ['TRX'],
  toncoin: ['TON'],
  stellar: ['XLM'],
  monero: ['XMR'],
  binance_coin: ['BNB'],
  hyperliquid: ['HYPE'],
};

const CODES: ReadonlyMap<string, readonly string[]> = new Map(
  Object.values(COINS).flatMap((codes) => codes.map((code) => [code, codes] as const)),
);

/** The codes of a coin named by a person or by an exchange, the usual one first; empty for an unknown name. */
export function coinCodes(name: string): readonly string[] {
  const key = name
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
  return Object.hasOwn(COINS, key) ? (COINS[key] ?? []) : (CODES.get(name.trim().toUpperCase()) ?? []);
}
