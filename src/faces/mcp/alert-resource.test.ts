import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { InMemoryTransport, type Transport } from '@modelcontextprotocol/server';
import { afterEach, describe, expect, test } from 'vitest';
import { createWatchHub, type Services } from '../../operations/index.ts';
import { systemClock } from '../../runtime/transport/index.ts';
import { testContext } from '../../operations/testing/context.ts';
import { handMadeServices } from '../../operations/testing/services.ts';
import { testFace } from '../testing/face.ts';
import { alertResource, ALERTS_URI } from './alert-resource.ts';
import { serveMcpStdio } from './stdio.ts';

const ending: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).toReversed()) await end();
});

/** Alerts whose newest firing is set by a test. */
function alertsInHand(): { readonly services: () => Promise<Services>; fire: () => void; readonly asked: () => number } {
  const made = handMadeServices();
  let [seq, asked] = [1, 0];
  const alerts: Services['alerts'] = {
    ...made.alerts,
    list: async (query) => {
      asked++;
      const answer = await made.alerts.list(query);
      return { ...answer, fired: answer.fired.map((firing) => ({ ...firing, seq })) };
    },
  };
  return { services: async () => ({ ...made, alerts }), fire: () => seq++, asked: () => asked };
}

const MODES = [
  ['2025-11-25', 'legacy'],
  ['2026-07-28', { pin: '2026-07-28' }],
] as const;
type Mode = (typeof MODES)[number][1];

const hubOver = (services: () => Promise<Services>) =>
  createWatchHub({ context: { ...testContext(), services }, clock: systemClock });

async function overHttp(services: () => Promise<Services>): Promise<Transport> {
  const context = testContext({ detail: 'concise' });
  const feature = alertResource({ ...context, services, hub: hubOver(services), clock: systemClock, lifetime: 'request' });
  const app = testFace({ services, feature });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  ending.push(() => app.close(), feature.close);
  return new StreamableHTTPClientTransport(new URL('/mcp', url));
}

async function overStdio(services: () => Promise<Services>): Promise<Transport> {
  const context = testContext({ detail: 'concise' });
  const feature = alertResource({ ...context, services, hub: hubOver(services), clock: systemClock, lifetime: 'connection' });
  const [near, far] = InMemoryTransport.createLinkedPair();
  serveMcpStdio({ ...context, services, surface: 'default', version: '1', transport: far, feature });
  ending.push(feature.close);
  return near;
}

const until = async (done: () => boolean): Promise<void> => {
  while (!done()) await new Promise((resolve) => setTimeout(resolve, 20));
};

describe.each(MODES)('protocol %s', (_revision, mode: Mode) => {
  test.each([
    ['http', overHttp],
    ['stdio', overStdio],
  ])('over %s: alerts are a resource, and a listener is notified when one fires', async (_way, open) => {
    const hand = alertsInHand();
    const client = new Client({ name: 'test', version: '0' }, { versionNegotiation: { mode } });
    const updated: string[] = [];
    client.setNotificationHandler('notifications/resources/updated', ({ params }) => void updated.push(params.uri));
    await client.connect(await open(hand.services));
    ending.push(() => client.close());
    expect((await client.listResources()).resources.map(({ uri }) => uri)).toEqual([ALERTS_URI]);
    const { contents } = await client.readResource({ uri: ALERTS_URI });
    expect(JSON.parse((contents[0] as { text: string }).text)).toMatchObject({
      fired: [{ seq: 1 }],
      rules: [{ field: 'spread_bps' }],
    });
    await expect(client.readResource({ uri: 'tallyfoil://nothing' })).rejects.toThrow();
    if (mode === 'legacy') await client.subscribeResource({ uri: ALERTS_URI });
    else await client.listen({ resourceSubscriptions: [ALERTS_URI] });
    const asked = hand.asked();
    await until(() => hand.asked() > asked);
    expect(updated).toEqual([]);
    hand.fire();
    await until(() => updated.length > 0);
    expect(updated).toEqual([ALERTS_URI]);
  });
});

test('alerts are not queried without listeners', async () => {
  const hand = alertsInHand();
  const client = new Client({ name: 'test', version: '0' }, { versionNegotiation: { mode: 'legacy' } });
  await client.connect(await overHttp(hand.services));
  ending.push(() => client.close());
  await client.listResources();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(hand.asked()).toBe(0);
});
