import { systemClock } from '../../../src/runtime/transport/index.ts';
import { serveExchange, type ExchangeOptions, type ServedExchange } from '../../../src/simulator/index.ts';
import type { Environment } from './program.ts';

const served = new Set<ServedExchange>();

/** A simulated exchange on loopback, in this process; `closeServed` ends it. */
export async function serveSimulated(
  options: Partial<ExchangeOptions> & Pick<ExchangeOptions, 'venue'>,
  port = 0,
): Promise<ServedExchange> {
  const one = await serveExchange({ port, exchangeOptions: { seed: 11, clock: systemClock, historyMinutes: 2, ...options } });
  served.add(one);
  return one;
}

/** The environment that points a program to it and names its source; another source is refused. */
export function hostsEnvironment({ exchange: { venue }, wsUrl, restUrl }: ServedExchange): Environment {
  const prefix = venue.toUpperCase().replaceAll('-', '_');
  return { [`${prefix}_WS_URL`]: wsUrl, [`${prefix}_REST_URL`]: restUrl, VENUES: venue, TALLYFOIL_SOURCE: 'simulated' };
}

export async function closeServed(): Promise<void> {
  await Promise.all([...served].map((one) => one.close()));
  served.clear();
}
