import { mkdtempSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { silentLog } from '../core/index.ts';
import { openState } from '../runtime/state/index.ts';
import { systemClock } from '../runtime/transport/index.ts';
import { chatsOf, openAlerts } from './alerts.ts';
import { readConfig } from './config.ts';
import { openServerState } from './state.ts';

const none = {} as never;

const opened = (directory: string) =>
  openAlerts({
    opened: openServerState(directory, 'live'),
    config: readConfig({}),
    source: 'live',
    market: none,
    engine: none,
    hub: none,
    clock: systemClock,
    log: silentLog,
    isNewMarket: false,
  });

test.each(['{', 'null', '[]', '7', '{"operation":"get_report"}'])(
  'the invalid rule %j is set aside and reported, and alerts still work',
  async (definition) => {
    const directory = mkdtempSync(join(tmpdir(), 'tallyfoil-hostile-state-'));
    const state = openState(join(directory, 'state.sqlite'));
    state.run('INSERT INTO alert_rules (id, definition, created_at) VALUES (?, ?, ?)', 'al-1', definition, 1);
    state.close();
    const alerts = opened(directory);
    const { rules, caveats } = await alerts.service.list({ limit: 1, fired: 1 });
    expect(rules).toEqual([]);
    expect(caveats).toContainEqual(expect.stringMatching(/1 of alert_rules.*TF_STATE_ROWS_UNREADABLE/));
    await alerts.close();
  },
);

test.each([
  ['bytes that are no database', (file: string) => writeFileSync(file, 'no database '.repeat(1_000))],
  ['half a database', (file: string) => (openState(file).close(), truncateSync(file, 5_000))],
  [
    'a foreign trigger',
    (file: string) => {
      const state = openState(file);
      state.run('CREATE TRIGGER t AFTER INSERT ON ledger BEGIN DELETE FROM alert_rules; END');
      state.close();
    },
  ],
])('a state file of %s turns alerts off with a coded reason, and the server still runs', async (_, spoil) => {
  const directory = mkdtempSync(join(tmpdir(), 'tallyfoil-hostile-state-'));
  spoil(join(directory, 'state.sqlite'));
  const alerts = opened(directory);
  expect(alerts.running).toBeNull();
  await expect(alerts.service.list({ limit: 1, fired: 1 })).rejects.toMatchObject({ code: 'TF_STATE_UNUSABLE' });
  await alerts.close();
});

test.each([
  ['123456:short', false],
  ['my token', false],
  ['123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11', true],
])('the Telegram token %j in a file must have the form that the variable must have', (token, isGood) => {
  const file = join(mkdtempSync(join(tmpdir(), 'tallyfoil-token-')), 'token');
  writeFileSync(file, `${token}\n`);
  const config = (variables: Readonly<Record<string, string>>) => readConfig({ TALLYFOIL_TELEGRAM_CHAT: '7', ...variables });
  const inFile = () => chatsOf(config({ TALLYFOIL_TELEGRAM_TOKEN_FILE: file })).telegram?.token();
  const inVariable = () => chatsOf(config({ TALLYFOIL_TELEGRAM_TOKEN: token })).telegram?.token();
  for (const read of [inFile, inVariable])
    if (isGood) expect(read()).toBe(token);
    else expect(read).toThrow(/must be a bot token such as 123456:ABC-DEF…/);
});
