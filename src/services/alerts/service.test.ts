import { describe, expect, test } from 'vitest';
import { newLedgerRow } from './ledger-store.ts';
import type { State } from '../../runtime/state/index.ts';
import { fired, only, openStages } from './testing/open-stages.ts';
import { killed, newStateFile, RULE, START } from './testing/stage.ts';

const { open, closeAll } = openStages();

describe('a rule', () => {
  test('fires with value, threshold, receipt, and says that the market is simulated', async () => {
    const here = open();
    const { rule } = await here.service.create({ ...RULE, note: 'wide' });
    await here.look();
    here.shown.spread = 7;
    await here.look();
    const { fired: firings } = await here.service.list({ limit: 0, fired: 5 });
    expect(firings).toMatchObject([
      {
        id: expect.stringMatching(`^${rule.id}-1-`) as string,
        seq: 1,
        value: 7,
        threshold: 5,
        symbol: 'BTCUSDT',
        venue: 'v',
        receipt: 'tf1:x',
        source: 'simulated',
        note: 'wide',
        text: 'SIMULATED, nothing of it is real: BTCUSDT on v: spread_bps is 7, above 5.',
      },
    ]);
    expect((await only(here))?.record).toMatchObject({ evaluated: 2, fired: 1, last_value: 7 });
  });

  test('null never fires and never counts as a value; nor do numbers of a feed with a gap', async () => {
    const here = open();
    await here.service.create({ ...RULE, when: 'below' });
    here.shown.spread = null;
    await here.look();
    expect((await only(here))?.record).toMatchObject({ evaluated: 0, held: 1, last_value: null });
    here.shown.spread = 1;
    here.shown.state = 'gap';
    await here.look();
    expect((await only(here))?.record).toMatchObject({ evaluated: 0, held: 2, held_reason: 'the data are gap' });
    here.shown.state = 'synced';
    await here.look();
    expect(await fired(here)).toEqual([1]);
  });

  test('fires on stale numbers when it asks for them, and text is text in any state', async () => {
    const here = open();
    await here.service.create({ ...RULE, when_stale: 'use' });
    await here.service.create({ ...RULE, field: 'state', when: 'equals', value: 'gap' });
    Object.assign(here.shown, { state: 'gap', spread: 9 });
    await here.look();
    expect(new Set(await fired(here))).toEqual(new Set([9, 'gap']));
  });

  test('ends, is turned off and on, and is taken away', async () => {
    const here = open();
    const { rule } = await here.service.create({ ...RULE, expires_in_sec: 10 });
    here.shown.spread = 9;
    await here.look(11_000);
    expect(await fired(here)).toEqual([]);
    expect((await only(here))?.status).toBe('expired');
    await here.service.update({ id: rule.id, expiresInSec: null, enabled: false });
    await here.look();
    expect((await only(here))?.status).toBe('disabled');
    await here.service.update({ id: rule.id, enabled: true });
    await here.look();
    expect(await fired(here)).toEqual([9]);
    expect((await here.service.remove({ id: rule.id })).rule.status).toBe('deleted');
    await expect(here.service.remove({ id: rule.id })).rejects.toMatchObject({ code: 'TF_ALERT_UNKNOWN' });
    expect(await fired(here)).toEqual([9]);
    expect((await here.service.ledger(LEDGER)).total).toBe(1);
  });

  test('is refused with what is wrong, and near names', async () => {
    const { service } = open();
    await expect(service.create({ ...RULE, field: 'spread' })).rejects.toMatchObject({
      code: 'TF_ALERT_FIELD_UNKNOWN',
      advice: expect.stringContaining('spread_bps') as string,
    });
    await expect(service.create({ ...RULE, field: 'xyzzy' })).rejects.toMatchObject({
      advice: 'Its numbers are spread_bps, depth.imbalance, walls[].qty.',
    });
    await expect(service.create({ ...RULE, value: 'five' })).rejects.toMatchObject({
      advice: expect.stringContaining('"match":"all","conditions":["spread_bps above 5 rearm 3"') as string,
    });
    await expect(service.create({ ...RULE, outlets: ['desktop'] })).rejects.toMatchObject({
      advice: expect.stringContaining('telegram, with TALLYFOIL_TELEGRAM_TOKEN and TALLYFOIL_TELEGRAM_CHAT') as string,
    });
    const wrong: readonly (readonly [object, string])[] = [
      [{ operation: 'get_rep' }, 'TF_ALERT_INVALID'],
      [{ value: 'five' }, 'TF_ALERT_INVALID'],
      [{ value: null }, 'TF_ALERT_INVALID'],
      [{ field: 'state' }, 'TF_ALERT_INVALID'],
      [{ field: 'depth' }, 'TF_ALERT_FIELD_UNKNOWN'],
      [{ field: 'walls[].qty' }, 'TF_ALERT_INVALID'],
      [{ aggregate: 'max' }, 'TF_ALERT_INVALID'],
      [{ field: 'walls[].qty', aggregate: 'any', when: 'crosses' }, 'TF_ALERT_INVALID'],
      [{ when: 'sigma', value: 0 }, 'TF_ALERT_INVALID'],
      [{ input: { symbol: 'NOPE' } }, 'TF_MARKET_SYMBOL_NOT_INDEXED'],
      [{ outlets: ['desktop'] }, 'TF_ALERT_OUTLET_UNAVAILABLE'],
    ];
    for (const [given, code] of wrong) await expect(service.create({ ...RULE, ...given }), code).rejects.toMatchObject({ code });
    expect((await service.list({ limit: 9, fired: 0 })).total).toBe(0);
  });

  test('a duplicate is refused with the id of the first, however the symbol is written', async () => {
    const { service } = open();
    const { rule } = await service.create(RULE);
    await expect(service.create({ ...RULE, input: { symbol: 'BTCUSDT' }, note: 'again' })).rejects.toMatchObject({
      code: 'TF_ALERT_EXISTS',
      facts: { id: rule.id },
    });
  });

  test('on a list: any, largest, count', async () => {
    const here = open();
    const walls = { ...RULE, field: 'walls[side=bid].qty' };
    await here.service.create({ ...walls, aggregate: 'any', value: 3 });
    await here.service.create({ ...walls, aggregate: 'max', value: 4 });
    await here.service.create({ ...walls, field: 'walls[]', aggregate: 'count', value: 1 });
    here.shown.walls = [
      { qty: 4, side: 'bid' },
      { qty: 90, side: 'ask' },
    ];
    await here.look();
    expect(new Set(await fired(here))).toEqual(new Set([4, 2]));
  });

  test('sigma waits for half its window, then reports what is unusual', async () => {
    const here = open();
    await here.service.create({ ...RULE, when: 'sigma', value: 4, window_sec: 120 });
    for (let second = 0; second < 90; second++) {
      here.shown.spread = second < 40 && second % 10 === 9 ? 50 : 1 + (second % 2);
      await here.look();
    }
    expect(await fired(here)).toEqual([]);
    // The window has forgotten the early outliers by now.
    for (let second = 0; second < 80; second++) await here.look();
    here.shown.spread = 30;
    await here.look();
    expect(await fired(here)).toEqual([30]);
  });
});

/** A state on a disk that may be full. */
const writtenTo =
  (disk: { readonly full: boolean }) =>
  (state: State): State => ({
    ...state,
    transaction: (work) => {
      if (disk.full) throw new Error('database or disk is full');
      return state.transaction(work);
    },
  });

describe('under faults', () => {
  test('a disk that is full: nothing fires, the reason is stated, and what still holds fires when there is room again', async () => {
    const disk = { full: false };
    const here = open({ wrap: writtenTo(disk) });
    await here.service.create(RULE);
    disk.full = true;
    here.shown.spread = 9;
    await here.look();
    await here.look();
    const { fired: none, caveats } = await here.service.list({ limit: 0, fired: 9 });
    expect(none).toEqual([]);
    expect(caveats.join(' ')).toContain('disk is full');
    disk.full = false;
    await here.look();
    const { fired: then, caveats: after } = await here.service.list({ limit: 0, fired: 9 });
    expect(then).toMatchObject([{ seq: 1, value: 9 }]);
    expect(after.join(' ')).not.toContain('disk is full');
  });

  test('steps decided while the disk was full are written once there is room again', async () => {
    const disk = { full: false };
    const here = open({ wrap: writtenTo(disk) });
    await here.service.create(RULE);
    here.shown.spread = 9;
    await here.look();
    disk.full = true;
    here.clock.advanceBy(60_000);
    here.shown.mid = 101;
    await expect(here.follow()).rejects.toThrow('disk is full');
    disk.full = false;
    here.clock.advanceBy(1_000);
    await here.follow();
    const then = open({ file: killed(here.file), at: here.clock.now() });
    const { entries } = await then.service.ledger(LEDGER);
    expect(entries[0]?.after[0]).toMatchObject({ seconds: 60, mid: 101, reason: null });
  });

  test('setting the clock back neither silences a rule nor extends a cool-down', async () => {
    const file = newStateFile();
    const here = open({ file });
    await here.service.create({ ...RULE, cooldown_sec: 3_600 });
    here.shown.spread = 9;
    await here.look();
    here.shown.spread = 1;
    await here.look();
    await here.stop();
    closeAll();
    const later = open({ file, at: START - 86_400_000_000 });
    later.shown.spread = 8;
    await later.look();
    expect(await fired(later)).toEqual([9, 8]);
  });
});

const LEDGER = { sinceHours: 24, horizonSec: 300, hitBps: 5, limit: 10 };

test('a thousand rules on one market cost one answer, at most four a second', async () => {
  const here = open();
  for (let i = 0; i < 1_000; i++) await here.service.create({ ...RULE, value: i });
  here.asked.length = 0;
  for (let i = 0; i < 40; i++) {
    here.shown.inputs++;
    await here.look(50);
  }
  expect(here.asked.length).toBeGreaterThanOrEqual(7);
  expect(here.asked.length).toBeLessThanOrEqual(8);
  for (let i = 0; i < 40; i++) await here.look(50);
  expect(here.asked.length).toBeLessThanOrEqual(11);
});

test('the ledger has what the market did after, losers included', async () => {
  const here = open();
  await here.service.create({ ...RULE, expects: 'up' });
  here.shown.spread = 9;
  await here.look();
  for (let second = 0; second < 400; second++) {
    here.shown.mid = second < 200 ? 100.2 : 99;
    here.clock.advanceBy(1_000);
    await here.follow();
  }
  const { summary, entries, total, receipt } = await here.service.ledger(LEDGER);
  expect({ total, receipt }).toEqual({ total: 1, receipt: null });
  expect(entries[0]).toMatchObject({
    kind: 'alert',
    mid: 100,
    hit: false,
    highest_bps: expect.closeTo(20) as number,
    lowest_bps: expect.closeTo(-100) as number,
    after: [
      { seconds: 60, mid: 100.2, move_bps: expect.closeTo(20) as number },
      { seconds: 300, mid: 99, move_bps: expect.closeTo(-100) as number },
      { seconds: 900, mid: null, reason: 'not yet' },
      { seconds: 3_600, mid: null, reason: 'not yet' },
    ],
  });
  expect(summary).toMatchObject([{ kind: 'alert', entries: 1, judged: 1, hits: 0, hit_rate: 0, low: 0 }]);
  expect((await only(here))?.record.after[0]).toMatchObject({ seconds: 60, mid: 100.2 });
});

test('a finding of another service is recorded once, however often it is given, and is followed', async () => {
  const here = open();
  const said = {
    id: 'anomaly:v:BTCUSDT:spoofing:1',
    kind: 'spoofing',
    subject: 'v:BTCUSDT:spoofing:1',
    at: here.clock.now(),
    instrument: 'v:BTCUSDT',
    source: 'simulated',
    expects: 'down',
    text: 'spoofing',
    receipt: null,
    mid: 100,
  } as const;
  for (let i = 0; i < 3; i++) here.record(newLedgerRow(said));
  here.shown.mid = 99;
  for (let second = 0; second < 310; second++) {
    here.clock.advanceBy(1_000);
    await here.follow();
  }
  here.record(newLedgerRow(said));
  const { summary, entries } = await here.service.ledger({ ...LEDGER, kind: 'spoofing' });
  expect(summary).toMatchObject([{ kind: 'spoofing', entries: 1, hits: 1, mean_move_bps: 100 }]);
  expect(entries).toMatchObject([{ symbol: 'BTCUSDT', venue: 'v', hit: true, seen_share: 1 }]);
  expect((await here.service.ledger({ ...LEDGER, symbol: 'ETHUSDT' })).total).toBe(0);
  expect((await here.service.ledger({ ...LEDGER, symbol: 'BTCUSDT' })).total).toBe(1);
  expect((await here.service.ledger({ ...LEDGER, kind: 'alert' })).total).toBe(0);
});

describe('outlets', () => {
  test('a receiver that was down gets everything once when it is back', async () => {
    const here = open();
    here.shown.outlet = async () => ({ kind: 'failed', problem: 'ECONNREFUSED', afterMs: null });
    const { rule } = await here.service.create({ ...RULE, when: 'changes', value: null, outlets: ['https://h.example/x'] });
    here.start();
    for (let i = 0; i < 20; i++) {
      here.shown.spread = i;
      await here.look();
    }
    expect((await here.service.list({ limit: 0, fired: 0 })).outlets).toMatchObject([{ waiting: 19, problem: 'ECONNREFUSED' }]);
    here.shown.outlet = async () => ({ kind: 'taken' });
    for (let i = 0; i < 400; i++) {
      here.clock.advanceBy(1_000);
      await here.settle();
    }
    const numbers = here.sent.map((id) => Number(id.slice(rule.id.length + 1).split('-')[0]));
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 19 }, (_, i) => i + 1));
    await here.stop();
  });

  test('a receiver that asks for a retry at once is not tried more often than any other', async () => {
    const here = open();
    const at: number[] = [];
    here.shown.outlet = async () => {
      at.push(here.clock.now());
      return { kind: 'failed', problem: 'status 503', afterMs: 0 };
    };
    await here.service.create({ ...RULE, outlets: ['https://h.example/x'] });
    here.shown.spread = 9;
    await here.look();
    here.start();
    for (let i = 0; i < 600; i++) {
      here.clock.advanceBy(1_000);
      await here.settle();
    }
    await here.stop();
    // Waits are at least 1 s, 2, 4 … 150 s and at most twice that, checked once a second.
    expect(at.length).toBeGreaterThan(3);
    expect(at.length).toBeLessThan(10);
    const waits = at.slice(1).map((time, index) => (time - (at[index] ?? 0)) / 1e6);
    waits.forEach((wait, index) => expect(wait).toBeGreaterThanOrEqual(Math.min(150, 2 ** index)));
  });

  test('a receiver that asks for more time gets it, an hour at most', async () => {
    const here = open();
    const at: number[] = [];
    here.shown.outlet = async () => {
      at.push(here.clock.now());
      return { kind: 'failed', problem: 'status 429', afterMs: at.length === 1 ? 60_000 : 86_400_000 };
    };
    await here.service.create({ ...RULE, outlets: ['https://h.example/x'] });
    here.shown.spread = 9;
    await here.look();
    here.start();
    for (let i = 0; i < 4_000; i++) {
      here.clock.advanceBy(1_000);
      await here.settle();
    }
    await here.stop();
    expect(at.slice(0, 3).map((time) => Math.round((time - (at[0] ?? 0)) / 1e6))).toEqual([0, 60, 3_660]);
  });

  test('a note is one line without invisible or control characters, in answers and in messages', async () => {
    const here = open();
    const bodies: string[] = [];
    here.shown.outlet = async ({ body }) => {
      bodies.push(body);
      return { kind: 'taken' };
    };
    const { rule } = await here.service.create({ ...RULE, note: 'sell\u202e\u001b[2J\u009b31m\nall\u200b' });
    expect(rule.note).toBe('sell[2J31m all');
    here.start();
    here.shown.spread = 9;
    await here.look();
    await here.settle();
    await here.stop();
    expect(bodies.map((body) => (JSON.parse(body) as { note: string }).note)).toEqual(['sell[2J31m all']);
  });

  test('after a day a message is given up, and this is reported', async () => {
    const here = open();
    here.shown.outlet = async () => ({ kind: 'failed', problem: 'status 500', afterMs: null });
    await here.service.create({ ...RULE, outlets: ['https://h.example/x'] });
    here.shown.spread = 9;
    await here.look();
    here.start();
    await here.settle();
    here.clock.advanceBy(25 * 3_600_000);
    await here.settle();
    expect((await here.service.list({ limit: 0, fired: 0 })).outlets).toMatchObject([
      { waiting: 0, given_up: 1, problem: 'no delivery for 24 h: status 500' },
    ]);
    await here.stop();
  });

  test('a test message is marked as a test, and nothing fires', async () => {
    const here = open();
    const bodies: string[] = [];
    here.shown.outlet = async ({ body }) => {
      bodies.push(body);
      return { kind: 'failed', problem: 'status 404', afterMs: null };
    };
    const { rule } = await here.service.create(RULE);
    here.shown.spread = 9;
    expect(await here.service.test({ id: rule.id })).toMatchObject({
      value: 9,
      deliveries: [{ outlet: 'log', ok: false, problem: 'status 404' }],
    });
    expect(JSON.parse(bodies[0] ?? '')).toMatchObject({ test: true, rule_id: rule.id });
    expect(await fired(here)).toEqual([]);
  });
});
