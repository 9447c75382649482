import { CodedError, seededRandom, silentLog } from '../../src/core/index.ts';
import type { Bus, Lease } from '../../src/runtime/bus/index.ts';
import { createRedisBus } from '../../src/runtime/bus/redis/index.ts';
import { systemClock } from '../../src/runtime/transport/index.ts';
import { createReportService } from '../../src/services/market/bus/index.ts';
import { venues } from '../../src/venues/index.ts';
import { fakeRedis, type Manner } from './fake-redis.ts';
import { oneOf } from './mutations.ts';

export interface RedisTally {
  calls: number;
  answered: number;
  refused: number;
  readonly failures: string[];
}

const LEASE: Lease = { name: 'tallyfoil:lease:x', token: 1, ttlMs: 1_000 };

/** Every command that a process sends to its bus, and the handling of its answers. */
function questions(bus: Bus): readonly (readonly [string, () => Promise<unknown>])[] {
  const reports = createReportService({
    bus,
    venues,
    clock: systemClock,
    roles: ['api'],
    health: () => ({ url: null, state: 'up', reason: null }) as never,
    check: () => [],
  });
  return [
    ['acquire', () => bus.acquire(LEASE.name, LEASE.ttlMs)],
    ['renew', () => bus.renew(LEASE)],
    ['release', () => bus.release(LEASE)],
    ['claimSource', () => bus.claimSource('simulated')],
    ['streams', () => bus.streams()],
    ['append', () => bus.append(LEASE, 's', ['x'])],
    ['read', () => bus.read(LEASE, 's')],
    ['reclaim', () => bus.reclaim(LEASE, 's')],
    ['commit', () => bus.commit(LEASE, 's', { put: [{ key: 'k', text: 't', ttlMs: 1 }], acknowledge: ['1-0'] })],
    ['setAside', () => bus.setAside('s', { id: '1-0', data: 'x' }, 'why')],
    ['get', () => bus.get(['a', 'b'])],
    ['depth', () => bus.depth('s')],
    ['getReport', () => reports.getReport({ symbol: 'BTCUSDT' })],
    ['listMarkets', () => reports.listMarkets({})],
    ['getDataHealth', () => reports.getDataHealth({})],
  ];
}

/** Queries a hostile Redis. Each command must end with an answer or a coded error. */
export async function fuzzRedis({
  from,
  count,
  manners,
}: {
  readonly from: number;
  readonly count: number;
  readonly manners: readonly Manner[];
}): Promise<RedisTally> {
  const tally: RedisTally = { calls: 0, answered: 0, refused: 0, failures: [] };
  const random = seededRandom(from);
  const server = await fakeRedis(random, () => oneOf(random, manners));
  const bus = createRedisBus({
    url: server.url,
    group: 'g',
    node: 'n',
    keepMs: 60_000,
    clock: systemClock,
    log: silentLog,
    random,
  });
  const asked = questions(bus);
  const up = () => bus.status().state === 'up';
  for (; tally.calls < count; tally.calls++) {
    for (let waited = 0; !up() && waited < 5_000; waited += 10) await new Promise((resolve) => setTimeout(resolve, 10));
    const [name, ask] = oneOf(random, asked);
    try {
      await ask();
      tally.answered++;
    } catch (error) {
      if (error instanceof CodedError && error.code !== 'TF_INTERNAL_ERROR') tally.refused++;
      else tally.failures.push(`call ${tally.calls} ${name}: ${error instanceof Error ? error.stack : String(error)}`);
    }
  }
  await bus.close();
  server.close();
  return tally;
}
