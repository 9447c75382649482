import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Puts so many more aliases of `get_book` into a staged build, in its compiled table of the market's. */
export async function addNames(program: string, count: number): Promise<void> {
  const tables = join(program, '..', '..', 'dist', 'operations', 'aliases');
  await rename(join(tables, 'market.js'), join(tables, 'market-own.js'));
  const rows = Array.from({ length: count }, (_, n) => ({
    name: `market_name_${n}`,
    title: `Market name ${n}`,
    operation: 'get_book',
    defaults: { symbol: 'BTCUSDT', depth: 1 + (n % 20) },
    fixed: { venue: n % 2 === 0 ? 'binance-spot' : 'kraken-spot' },
  }));
  await writeFile(
    join(tables, 'market.js'),
    `import { MARKET_ALIASES as OWN } from './market-own.js';\nexport const MARKET_ALIASES = [...OWN, ...${JSON.stringify(rows)}];\n`,
  );
}
