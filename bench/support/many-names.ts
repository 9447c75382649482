import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/** Adds `count` aliases of `get_book` to the market's table while the program is built. */
export const manyNames = (count: number): Plugin => ({
  name: 'many-names',
  setup({ onLoad }) {
    onLoad({ filter: /operations\/aliases\/market\.ts$/ }, async ({ path }) => {
      const rows = Array.from({ length: count }, (_, n) => ({
        name: `market_name_${n}`,
        title: `Market name ${n}`,
        operation: 'get_book',
        defaults: { symbol: 'BTCUSDT', depth: 1 + (n % 20) },
        fixed: { venue: n % 2 === 0 ? 'binance-spot' : 'kraken-spot' },
      }));
      const own = (await readFile(path, 'utf8')).replace('MARKET_ALIASES', 'OWN_ALIASES');
      return {
        contents: `${own}\nexport const MARKET_ALIASES: readonly Alias[] = [...OWN_ALIASES, ...${JSON.stringify(rows)}];\n`,
        loader: 'ts',
      };
    });
  },
});
