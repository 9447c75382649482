import { expect, test } from 'vitest';
import { newFindings } from './findings.ts';
import { judgeCrash, newCrashWatch } from './flash-crash.ts';

const S = 1_000_000;
const mark = (s: number) => ({ at: s * S, session: null, seq: null });
const input = { depth: 0.1, spread: 16, fall: 9, vpinCdf: 0.97, flowZ: -4, liquidations: null };
const sightOf = (value: number) => ({
  input,
  parts: { depth: value, spread: value, vpin: value, flow: value, liquidations: null },
  near: 0.1,
  trades: { since: 0, missing: [] },
});

test('a risk states its fall: from the high of the ten seconds before to the lowest mid while it is reported', () => {
  const watch = newCrashWatch();
  const findings = newFindings('v:S');
  // The mids of the ten seconds up to the first second of the run, as `observeCrash` keeps them.
  watch.mids = [148.1, 148.335, 148.3, 148.3, 148.3, 148.3, 148.3, 148.3, 148.2, 148, 147.5];
  judgeCrash(watch, findings, sightOf(0.8), mark(100), 147.5);
  judgeCrash(watch, findings, sightOf(0.8), mark(101), 146);
  expect(findings.all).toEqual([]);
  judgeCrash(watch, findings, sightOf(0.8), mark(102), 144);
  const [found] = findings.all;
  expect(found?.score).toBeCloseTo(0.8, 9);
  expect(found).toMatchObject({ severity: 'high', seen: { fall_times: 9, fall_from: 148.335, fall_to: 144, fall_s: 11 } });
  expect(found?.note).toBe(
    'Flash-crash risk, mid fell from 148.335 to 144 (-2.92 %) in 11 s from 00:01:31Z; lowest trade unknown, because there was no trade; at worst: spread 16.0 times its median, fall 9.0 times the usual move, best bids 10 % of theirs, net flow -4.0 standard deviations, VPIN above 97 % of its past.',
  );
  // A second below the warning level is no evidence yet; the next one above it knows the low in between.
  judgeCrash(watch, findings, sightOf(0.45), mark(103), 139.885);
  expect(found?.seen).toMatchObject({ fall_to: 144 });
  judgeCrash(watch, findings, sightOf(0.6), mark(104), 141);
  expect(found).toMatchObject({ severity: 'high', seen: { fall_times: 9, fall_from: 148.335, fall_to: 139.885, fall_s: 12 } });
  expect(found?.score).toBeCloseTo(0.8, 9);
  expect(found?.seen['fall_pct']).toBeCloseTo(5.6966, 4);
  expect(found?.note).toContain('mid fell from 148.335 to 139.885 (-5.70 %) in 12 s from 00:01:31Z; lowest trade unknown');
  for (let s = 105; s < 140; s++) judgeCrash(watch, findings, sightOf(0), mark(s), 147);
  expect(found?.end).toBe(104 * S);
  judgeCrash(watch, findings, sightOf(0), mark(140), 147);
  expect(watch.fall).toBeNull();
});
