import { readFileSync } from 'node:fs';
import { PACKAGE_JSON } from './places.ts';

/** This package's version, from its own package.json. */
export const VERSION: string = (JSON.parse(readFileSync(PACKAGE_JSON, 'utf8')) as { version: string }).version;
