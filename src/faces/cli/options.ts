import { Option } from 'commander';

/** Options that several commands share. Each call creates a new object, because commander stores state in it. */
export const json = () => new Option('--json', 'always print JSON');
export const dataDir = () => new Option('--data-dir <folder>', 'where logs and state are kept (TALLYFOIL_DATA_DIR)');
export const symbols = () => new Option('--symbols <list>', 'symbols to follow, comma-separated (SYMBOLS)');
export const port = () => new Option('--port <number>', 'port of HTTP and MCP, 0 for a free one (TALLYFOIL_PORT)');
export const venues = () => new Option('--venues <list>', 'venues to follow, comma-separated (VENUES)');
export const roles = () =>
  new Option('--roles <list>', 'any of ingest, analyze, api; without all three, BUS_URL is required (TALLYFOIL_ROLES)');
export const url = () => new Option('--url <url>', 'URL of a running server; default: the owner of the data directory');
