import { describe, expect, test } from 'vitest';
import type { Role } from '../core/index.ts';
import { callOperation } from './call.ts';
import { DISPATCHERS } from './catalogue/dispatch.ts';
import { sampleInput, testContext } from './testing/context.ts';

const context = testContext();
const entries = context.registry.entries;

/** Operations that a process with these roles answers, and the role named in each refusal. */
async function outcomes(roles: readonly Role[]): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const entry of entries) {
    const outcome = await callOperation({ ...context, roles }, entry.name, sampleInput(entry)).then(
      () => 'answered',
      (error: { code: string; facts: { needs: string } }) =>
        error.code === 'TF_ROLE_ELSEWHERE' ? error.facts.needs : error.code,
    );
    found.set(entry.name, outcome);
  }
  return found;
}

describe('roles refuse by operation', () => {
  test.each<[readonly Role[], (role: string) => string]>([
    [['ingest', 'analyze', 'api'], () => 'answered'],
    [['ingest', 'api'], () => 'answered'],
    [['analyze', 'api'], (role) => (role === 'ingest' ? 'ingest' : 'answered')],
    [['api'], (role) => (role === 'any' ? 'answered' : role)],
    [['ingest'], () => 'api'],
    [['analyze'], () => 'api'],
    [['ingest', 'analyze'], () => 'api'],
  ])('%j', async (roles, expected) => {
    const found = await outcomes(roles);
    for (const { name, operation } of entries) {
      // A dispatcher belongs to the catalogue; the operation that it calls is refused by its own role.
      const { about, role } = operation;
      if (Object.values(DISPATCHERS).includes(operation.name)) continue;
      expect(found.get(name), name).toBe(about === 'catalogue' ? 'answered' : expected(role));
    }
  });

  test('a dispatcher refuses what it dispatches', async () => {
    const call = callOperation({ ...context, roles: ['api'] }, 'call_read_tool', {
      name: 'get_book',
      arguments: { symbol: 'BTCUSDT' },
    });
    await expect(call).rejects.toMatchObject({ code: 'TF_ROLE_ELSEWHERE', facts: { needs: 'analyze', has: ['api'] } });
  });
});
