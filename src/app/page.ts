import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { PageFile } from '../faces/http/index.ts';
import { BUILD_PAGE, PAGE } from './places.ts';

const FILES: readonly (readonly [path: string, file: string, type: string])[] = [
  ['/', 'index.html', 'text/html; charset=utf-8'],
  ['/app.js', 'app.js', 'text/javascript; charset=utf-8'],
  ['/app.css', 'app.css', 'text/css; charset=utf-8'],
  ['/theme.css', 'theme.css', 'text/css; charset=utf-8'],
  ['/icon.svg', 'icon.svg', 'image/svg+xml'],
];

export const isPageBuilt = (folder: URL = PAGE): boolean => existsSync(new URL('index.html', folder));

/** Builds the page of a checkout that has none, as `npm start` does; on a failure the script says why, and there is no page. */
export function buildMissingPage(): void {
  if (BUILD_PAGE === null || isPageBuilt()) return;
  spawnSync(process.execPath, [fileURLToPath(BUILD_PAGE), '--or-without'], { stdio: ['ignore', 'ignore', 'inherit'] });
}

/** The built page, by path; null if it was not built. Throws if files are missing. */
export function readPage(folder: URL = PAGE): ReadonlyMap<string, PageFile> | null {
  if (!isPageBuilt(folder)) return null;
  return new Map(
    FILES.map(([path, file, type]) => {
      const body = readFileSync(new URL(file, folder));
      return [path, { body, type, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 16)}"` }];
    }),
  );
}
