import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Registry } from 'prom-client';
import { silentLog } from '../../../src/core/index.ts';
import { createHttpFace } from '../../../src/faces/http/index.ts';
import { compileCatalogue } from '../../../src/operations/index.ts';
import { handMadeServices } from '../../../src/operations/testing/services.ts';
import { systemClock } from '../../../src/runtime/transport/index.ts';
import { conformanceFeature } from './feature.ts';

/** The package exports only its types, so its program is found by path. */
const CLI = fileURLToPath(new URL('../../../node_modules/@modelcontextprotocol/conformance/dist/index.js', import.meta.url));

/** No scenario is expected to fail. */
const NO_FAILURES = 'server: []\nclient: []\n';

export interface Verdict {
  readonly exitCode: number;
  readonly output: string;
}

/** Runs the referee against our production HTTP stack with the fixtures mounted. */
export async function judge(revision: '2026-07-28' | '2025-11-25'): Promise<Verdict> {
  const face = createHttpFace({
    registry: compileCatalogue({ detail: 'full' }),
    mcpRegistry: compileCatalogue({ detail: 'concise' }),
    services: async () => handMadeServices(),
    log: silentLog,
    version: '0.0.0-conformance',
    health: async () => ({ status: 'ok', reasons: [] }),
    metrics: new Registry(),
    clock: systemClock,
    page: null,
    feature: conformanceFeature(),
  });
  const scratch = await mkdtemp(path.join(tmpdir(), 'tallyfoil-referee-'));
  try {
    const url = await face.listen({ host: '127.0.0.1', port: 0 });
    const baseline = path.join(scratch, 'expected-failures.yaml');
    await writeFile(baseline, NO_FAILURES);
    return await run(['server', '--url', `${url}/mcp`, '--requirements', revision, '--expected-failures', baseline], scratch);
  } finally {
    await face.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

const run = (args: readonly string[], cwd: string): Promise<Verdict> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CLI, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    const said: string[] = [];
    child.stdout.setEncoding('utf8').on('data', (text: string) => said.push(text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text));
    child.once('error', reject);
    child.once('close', (code) => resolve({ exitCode: code ?? -1, output: said.join('') }));
  });
