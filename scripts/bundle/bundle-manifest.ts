import { VENUE_IDS } from '../../src/venues/ids.ts';
import type { Manifest } from '../staged-manifest.ts';

export interface Tool {
  readonly name: string;
  readonly description: string;
}

const text = (title: string, description: string, value: string) =>
  ({ type: 'string', title, description, required: false, default: value }) as const;

/** manifest.json of the bundle that Claude Desktop and others install by a click: MCPB, manifest version 0.3. */
export const bundleManifest = ({ name, version, description, license, engines }: Manifest, tools: readonly Tool[]) => ({
  manifest_version: '0.3',
  name,
  display_name: 'Tallyfoil',
  version,
  description,
  long_description:
    'Follows crypto exchanges, keeps a verified picture of each market and answers questions about it. ' +
    'Each number says where it came from and how old it is, carries a receipt that can be checked against the raw log, ' +
    'and is absent, with a reason, when it cannot be known. Public market data, no key, no telemetry.',
  author: { name: 'Tallyfoil contributors' },
  license,
  keywords: ['crypto', 'market data', 'order book', 'liquidity', 'order flow'],
  server: {
    type: 'node',
    entry_point: 'bin/tallyfoil.js',
    mcp_config: {
      command: 'node',
      args: ['${__dirname}/bin/tallyfoil.js', 'mcp'],
      env: {
        SYMBOLS: '${user_config.symbols}',
        VENUES: '${user_config.venues}',
        TALLYFOIL_DATA_DIR: '${user_config.data_dir}',
      },
    },
  },
  user_config: {
    symbols: text('Symbols', 'Symbols to follow on each venue, comma-separated.', 'BTCUSDT,ETHUSDT'),
    venues: text('Venues', `Venues to follow, comma-separated: ${VENUE_IDS.join(', ')}.`, VENUE_IDS[0]),
    data_dir: {
      type: 'directory',
      title: 'Data folder',
      description: 'Where the raw log and the state are kept.',
      required: false,
      default: '${HOME}/.tallyfoil',
    },
  },
  tools,
  tools_generated: true,
  compatibility: { platforms: ['darwin', 'linux', 'win32'], runtimes: { node: engines['node'] ?? '>=22.18' } },
});
