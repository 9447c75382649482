// Makes `npm start`, `npm test` and `npm run bench` work from a fresh clone. Plain JavaScript without dependencies, because it runs
// before any is installed, on whatever Node the system has (20 or newer).
//   node scripts/setup.js             everything, for tests and benchmarks
//   node scripts/setup.js --product   what the server needs; a full installation is fine too
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const LEAST_NODE = [22, 18];
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const productOnly = process.argv.includes('--product');

const say = (text) => process.stderr.write(`tallyfoil setup: ${text}\n`);

function stop(text) {
  say(text);
  process.exit(1);
}

function packagesOf(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch {
    return null; // absent, or cut short by an interrupted installation: both mean "install again"
  }
}

/** How node_modules differs from package-lock.json; null if it does not. */
function difference() {
  const wanted = packagesOf(join(root, 'package-lock.json'));
  if (wanted === null) stop('package-lock.json is missing or damaged. Restore it from the repository.');
  const installed = packagesOf(join(modules, '.package-lock.json'));
  if (installed === null) return 'nothing is installed yet';
  for (const [path, want] of Object.entries(wanted)) {
    if (path === '') continue;
    const have = installed[path];
    const mayBeAbsent = want.optional || want.devOptional || (productOnly && want.dev);
    if (have === undefined && mayBeAbsent) continue;
    if (have === undefined) return `${path} is missing`;
    if (have.version !== want.version || have.integrity !== want.integrity) return `${path} is another version`;
  }
  const stray = Object.keys(installed).find((path) => wanted[path] === undefined);
  return stray === undefined ? null : `${stray} is no longer wanted`;
}

/** npm's own program and the Node that runs it; npm names both to its scripts. */
function findNpm() {
  const node = process.env.npm_node_execpath ?? process.execPath;
  const beside = [
    join(dirname(node), 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(dirname(node), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ];
  const named = process.env.npm_execpath ?? '';
  const program = [...(/npm-cli\.c?js$/.test(named) ? [named] : []), ...beside].find((path) => existsSync(path));
  return program === undefined ? null : { node, program };
}

function install(reason) {
  const npm = findNpm();
  if (npm === null) stop(`${reason}. Run "npm ci" in ${root}, then try again.`);
  if (process.platform === 'win32' && npm.node.startsWith(modules + sep)) {
    stop(`${reason}. Windows can't replace the Node that is running: run "npm ci" in ${root}, then try again.`);
  }
  say(
    `${reason}: installing ${productOnly ? 'what the server needs' : 'everything'} (npm ci); this takes a minute the first time.`,
  );
  // Passed explicitly, because NODE_ENV=production or a user's own npm settings would omit what is needed.
  const parts = productOnly ? ['--omit=dev', '--include=optional'] : ['--include=dev', '--include=optional'];
  const done = spawnSync(npm.node, [npm.program, 'ci', ...parts, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (done.error !== undefined) stop(`npm could not be started: ${done.error.message}`);
  if (done.status !== 0) stop('npm ci failed; its own message is above. Fix that and try again.');
}

const enough = ([major, minor]) => major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1]);
const numbers = (version) => version.replace(/^v/, '').split('.').map(Number);

/** The Node that came with the checkout, which npm puts first on PATH for its scripts; null on platforms that have none. */
function ownNode() {
  const path = join(modules, `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`, 'bin');
  const program = join(path, process.platform === 'win32' ? 'node.exe' : 'node');
  return existsSync(program) ? program : null;
}

function checkNode({ justInstalled }) {
  const own = ownNode();
  const need = `Tallyfoil needs Node ${LEAST_NODE.join('.')} or newer`;
  if (own === null) {
    if (!enough(numbers(process.versions.node))) {
      stop(
        `${need}; this is ${process.version}, and npm has no newer one for ${process.platform}-${process.arch}. Install Node 24.`,
      );
    }
  } else if (justInstalled) {
    const answer = spawnSync(own, ['--version'], { encoding: 'utf8' });
    if (answer.status !== 0 || !enough(numbers(answer.stdout))) {
      stop(`${need}; the one npm brought (${own}) does not run here. Install Node 24 and run "npm ci --omit=optional".`);
    }
  }
}

const reason = difference();
if (reason !== null) install(reason);
checkNode({ justInstalled: reason !== null });
