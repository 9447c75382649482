import { Option } from 'commander';

/** Options that several commands share. Each call makes new ones, because commander keeps state in them. */
export const json = () => new Option('--json', 'JSON, whoever reads');
export const dataDir = () => new Option('--data-dir <folder>', 'where logs and state are kept (TALLYFOIL_DATA_DIR)');
export const symbols = () => new Option('--symbols <list>', 'symbols to follow, comma-separated (SYMBOLS)');
export const port = () => new Option('--port <number>', 'port of HTTP and MCP, 0 for a free one (TALLYFOIL_PORT)');
export const venues = () => new Option('--venues <list>', 'venues to follow, comma-separated (VENUES)');
export const roles = () => new Option('--roles <list>', 'of ingest, analyze, api; fewer than all need BUS_URL (TALLYFOIL_ROLES)');
export const url = () => new Option('--url <url>', 'URL of a running server; default: the owner of the data directory');
