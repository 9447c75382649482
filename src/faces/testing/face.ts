import { Registry } from 'prom-client';
import { createHttpFace, type HttpFaceOptions } from '../http/index.ts';
import { systemClock } from '../../runtime/transport/index.ts';
import { testContext } from '../../operations/testing/context.ts';

/** The whole HTTP face over hand-made answers; `options` replaces any part. */
export function testFace(options: Partial<HttpFaceOptions> = {}) {
  const full = testContext({ detail: 'full' });
  const { registry: mcpRegistry } = testContext({ detail: 'concise' });
  return createHttpFace({
    registry: full.registry,
    mcpRegistry,
    services: full.services,
    log: full.log,
    version: '1.2.3',
    health: async () => ({ status: 'ok', reasons: [] }),
    metrics: new Registry(),
    clock: systemClock,
    page: null,
    ...options,
  });
}
