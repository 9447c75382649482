import { describe, expect, test } from 'vitest';
import { fired, only, openStages } from './testing/open-stages.ts';
import { killed, RULE } from './testing/stage.ts';

const { open } = openStages();

const CONDITION = { field: 'spread_bps', aggregate: null, when: 'above', value: 7, rearm: null } as const;

describe('a rule', () => {
  test('of several conditions fires when all hold, and says each of them', async () => {
    const here = open();
    const walls = { field: 'walls[]', aggregate: 'count', when: 'above', value: 1, rearm: null } as const;
    const { rule } = await here.service.create({ ...RULE, rearm: 3, match: 'all', more: [walls] });
    expect(rule).toMatchObject({ field: 'spread_bps', rearm: 3, match: 'all', more: [walls] });
    here.shown.spread = 9;
    await here.look();
    expect((await only(here))?.record).toMatchObject({ held: 0, fired: 0 });
    here.shown.walls = [
      { qty: 4, side: 'bid' },
      { qty: 90, side: 'ask' },
    ];
    await here.look();
    const { fired: firings } = await here.service.list({ limit: 0, fired: 5 });
    expect(firings[0]).toMatchObject({
      value: 9,
      more: [{ field: 'walls[]', aggregate: 'count', when: 'above', value: 2, threshold: 1 }],
      text: 'SIMULATED, nothing of it is real: BTCUSDT on v: spread_bps is 9, above 5; and count of walls[] is 2, above 1.',
    });
    // The same after a restart, and the spread has not gone back past 3.
    here.shown.spread = 4;
    const again = open({ file: killed(here.file), shown: here.shown, at: here.clock.now() });
    await again.look();
    again.shown.spread = 9;
    await again.look();
    expect(await fired(again)).toEqual([9]);
    again.shown.spread = 2;
    await again.look();
    again.shown.spread = 9;
    await again.look();
    expect(await fired(again)).toEqual([9, 9]);
  });

  test('that fires by another condition keeps the last value of its own field, whose unit it is shown in', async () => {
    const here = open();
    const walls = { field: 'walls[]', aggregate: 'count', when: 'above', value: 1, rearm: null } as const;
    await here.service.create({ ...RULE, match: 'any', more: [walls] });
    here.shown.spread = 4;
    here.shown.walls = [
      { qty: 4, side: 'bid' },
      { qty: 90, side: 'ask' },
    ];
    await here.look();
    expect((await only(here))?.record).toMatchObject({ fired: 1, last_value: 4, last_value_of: 'spread_bps' });
  });

  test.each([
    ['above', 'value: is missing; above takes a number'],
    ['equals', 'value: is missing; equals on this field takes a number'],
    ['sigma', 'value: is missing; sigma takes a number of standard deviations'],
  ] as const)('%s without a value says that it is missing', async (when, said) => {
    const { service } = open();
    await expect(service.create({ ...RULE, when, value: null })).rejects.toMatchObject({
      message: expect.stringContaining(said) as string,
    });
  });

  test('takes a number as text where its field is a number', async () => {
    const { service } = open();
    expect((await service.create({ ...RULE, value: '5.5' })).rule.value).toBe(5.5);
    expect((await service.create({ ...RULE, when: 'equals', value: '7' })).rule.value).toBe(7);
    expect((await service.create({ ...RULE, field: 'state', when: 'equals', value: '7' })).rule.value).toBe('7');
    // A thousand in half of the world.
    await expect(service.create({ ...RULE, value: '1.000' })).rejects.toMatchObject({ code: 'TF_ALERT_INVALID' });
  });

  test.each([
    [{ rearm: 5 }, 'TF_ALERT_INVALID'],
    [{ when: 'crosses', rearm: 3 }, 'TF_ALERT_INVALID'],
    [{ match: 'all' }, 'TF_ALERT_INVALID'],
    [{ more: [CONDITION] }, 'TF_ALERT_INVALID'],
    [{ match: 'any', more: [{ ...CONDITION, when: 'changes', value: null }] }, 'TF_ALERT_INVALID'],
    [{ match: 'any', more: [{ ...CONDITION, field: 'spreads' }] }, 'TF_ALERT_FIELD_UNKNOWN'],
  ] as const)('%j is refused', async (given, code) => {
    const { service } = open();
    await expect(service.create({ ...RULE, ...given })).rejects.toMatchObject({ code });
  });
});
