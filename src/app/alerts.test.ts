import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { silentLog } from '../core/index.ts';
import { openState } from '../runtime/state/index.ts';
import { systemClock } from '../runtime/transport/index.ts';
import { openAlerts } from './alerts.ts';
import { readConfig } from './config.ts';

test.each(['{', 'null', '[]', '7'])('a state with the rule %j turns alerts off, and the server runs on', async (definition) => {
  const directory = mkdtempSync(join(tmpdir(), 'tallyfoil-hostile-state-'));
  const state = openState(join(directory, 'state.sqlite'));
  state.run('INSERT INTO alert_rules (id, definition, created_at) VALUES (?, ?, ?)', 'al-1', definition, 1);
  state.close();
  const none = {} as never;
  const alerts = openAlerts({
    directory,
    config: readConfig({}),
    source: 'live',
    market: none,
    engine: none,
    services: () => none,
    clock: systemClock,
    log: silentLog,
  });
  expect(alerts.running).toBeNull();
  await expect(alerts.service.list({ limit: 1, fired: 1 })).rejects.toMatchObject({ code: 'TF_STATE_UNUSABLE' });
  await alerts.close();
});
