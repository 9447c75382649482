import { readFileSync } from 'node:fs';

/** This package's version, from its own package.json, which stands two floors up both in the checkout and when packed. */
export const VERSION: string = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
).version;
