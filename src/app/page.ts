import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { PageFile } from '../faces/http/index.ts';
import { PAGE } from './places.ts';

const FILES: readonly (readonly [path: string, file: string, type: string])[] = [
  ['/', 'index.html', 'text/html; charset=utf-8'],
  ['/app.js', 'app.js', 'text/javascript; charset=utf-8'],
  ['/app.css', 'app.css', 'text/css; charset=utf-8'],
  ['/theme.css', 'theme.css', 'text/css; charset=utf-8'],
  ['/icon.svg', 'icon.svg', 'image/svg+xml'],
];

/** The built page, by path; null if it was not built. Throws if files are missing. */
export function readPage(folder: URL = PAGE): ReadonlyMap<string, PageFile> | null {
  if (!existsSync(new URL('index.html', folder))) return null;
  return new Map(
    FILES.map(([path, file, type]) => {
      const body = readFileSync(new URL(file, folder));
      return [path, { body, type, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 16)}"` }];
    }),
  );
}
