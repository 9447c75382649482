import { createClient } from '../../client/index.ts';
import type { Finding } from '../../faces/cli/index.ts';
import { judgeHealth } from './check-channels.ts';
import { versionFinding, versionAt } from './check-server.ts';
import { problem } from './finding.ts';

/** Checks a running server by its address alone: its version, source, channels and log. */
export async function checkAddress(url: string, cliVersion: string): Promise<Finding[]> {
  const version = await versionAt(url);
  if (version === null)
    return [problem('server', `no Tallyfoil answers at ${url}`, 'Check the address, and that the server runs there.')];
  const health = await createClient({ url }).call('get_data_health', { detail: 'full' });
  return [versionFinding({ url, version, cliVersion, source: health.source }), ...judgeHealth(health)];
}
