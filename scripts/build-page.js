// Builds the page from dashboard/src to dashboard/dist: a few files, nothing fetched from elsewhere. Takes a tenth of a second.
//   --or-without   says why it could not, and lets the server start without its page
// Plain JavaScript, because it runs before `npm start` on whatever Node the system has (20 or newer).
import { cpSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PAGE = fileURLToPath(new URL('../dashboard/', import.meta.url));
const OUT = join(PAGE, 'dist');
// Built in a separate folder and then moved, so that a server that starts meanwhile finds either the new page or the old one.
const FRESH = join(PAGE, 'dist', `.fresh-${process.pid}`);

const common = { bundle: true, target: ['es2022'], legalComments: 'none', logLevel: 'warning', absWorkingDir: PAGE };

/** The colours are defined in TypeScript, so that tests can check their contrast; the style sheet is generated from them. */
async function tokens(build) {
  const made = await build({ ...common, entryPoints: ['src/look/theme.ts'], format: 'esm', write: false });
  const { themeCss } = await import(
    `data:text/javascript;base64,${Buffer.from(made.outputFiles[0].contents).toString('base64')}`
  );
  return themeCss();
}

async function buildPage() {
  const { build } = await import('esbuild');
  mkdirSync(FRESH, { recursive: true });
  try {
    await Promise.all([
      build({
        ...common,
        entryPoints: ['src/main.tsx'],
        format: 'esm',
        minify: true,
        outfile: join(FRESH, 'app.js'),
        jsx: 'automatic',
        jsxImportSource: 'preact',
      }),
      build({ ...common, entryPoints: ['styles/app.css'], minify: true, outfile: join(FRESH, 'app.css') }),
    ]);
    writeFileSync(join(FRESH, 'theme.css'), await tokens(build));
    for (const name of ['index.html', 'icon.svg']) cpSync(join(PAGE, name), join(FRESH, name));
    for (const name of ['app.js', 'app.css', 'theme.css', 'icon.svg', 'index.html'])
      renameSync(join(FRESH, name), join(OUT, name));
  } finally {
    rmSync(FRESH, { recursive: true, force: true });
  }
}

try {
  await buildPage();
} catch (error) {
  process.stderr.write(
    `tallyfoil setup: the page could not be built: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  if (!process.argv.includes('--or-without')) process.exitCode = 1;
}
