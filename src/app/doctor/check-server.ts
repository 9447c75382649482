import { connect } from 'node:net';
import { createClient } from '../../client/index.ts';
import type { Finding } from '../../faces/cli/index.ts';
import type { Owner } from '../owner-lock.ts';
import { fine, problem, warning } from './finding.ts';

const MEET_MS = 1_000;

/** Whether a program listens at a port of this machine. */
export function isTaken(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: MEET_MS });
    const end = (taken: boolean) => {
      socket.destroy();
      resolve(taken);
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
  });
}

/** The Tallyfoil version at an address; null for another program. */
export async function versionAt(url: string): Promise<string | null> {
  try {
    return (await createClient({ url, timeoutMs: MEET_MS * 5 }).health()).version;
  } catch {
    // Another program listens there.
    return null;
  }
}

export interface ServerFacts {
  /** Living owners of the data directories. */
  readonly owners: readonly Omit<Owner, 'token'>[];
  readonly host: string;
  readonly port: number;
  readonly cliVersion: string;
  readonly isTaken: (host: string, port: number) => Promise<boolean>;
  readonly versionAt: (url: string) => Promise<string | null>;
}

/** Whether a server that answers and this program are of one version; its source is marked unless it is live. */
export const versionFinding = ({
  url,
  version,
  cliVersion,
  source,
  pid,
}: {
  readonly url: string;
  readonly version: string;
  readonly cliVersion: string;
  readonly source: string;
  /** Undefined if only the address is known. */
  readonly pid?: number;
}): Finding =>
  version === cliVersion
    ? fine(
        'server',
        `${source === 'live' ? '' : `${source.toUpperCase()}: `}version ${version} serves ${source} data at ${url}${pid === undefined ? '' : `, process ${pid}`}`,
      )
    : warning(
        'server',
        `the server at ${url} is version ${version}, this program ${cliVersion}`,
        'Restart the server, so that both are the same.',
      );

/** Checks the owner of the data directory, its address and version, and the owner of the port. */
export async function checkServer({
  owners,
  host,
  port,
  cliVersion,
  isTaken: taken,
  versionAt: version,
}: ServerFacts): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { pid, url, source } of owners) {
    if (url === null) {
      findings.push(
        warning(
          'server',
          `process ${pid} owns the ${source} data but does not listen yet`,
          `Run doctor again in a moment; if this persists, end process ${pid}.`,
        ),
      );
      continue;
    }
    const answers = await version(url);
    if (answers === null)
      findings.push(
        problem(
          'server',
          `process ${pid} owns the ${source} data, but no Tallyfoil answers at ${url}`,
          `End process ${pid} and start again.`,
        ),
      );
    else findings.push(versionFinding({ url, version: answers, cliVersion, source, pid }));
  }
  if (owners.length === 0) findings.push(fine('server', 'none runs on this data directory'));
  const ours = owners.some(({ url }) => url !== null && Number(new URL(url).port) === port);
  if (port !== 0 && !ours) {
    const other = (await taken(host, port)) ? await version(`http://${host}:${port}`) : undefined;
    if (other === undefined) findings.push(fine('port', `${port} is free`));
    else if (other === null)
      findings.push(
        problem(
          'port',
          `${port} on ${host} is taken by another program`,
          'Stop it, or choose another port with TALLYFOIL_PORT or --port.',
        ),
      );
    else
      findings.push(
        warning(
          'port',
          `${port} is taken by a Tallyfoil ${other} with another data directory`,
          'Choose another port with TALLYFOIL_PORT, or use that server with --url.',
        ),
      );
  }
  return findings;
}
