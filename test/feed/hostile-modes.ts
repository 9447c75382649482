/** A misbehaviour of a hostile venue, or of this machine's clock, for some seconds. Times count from the start of the mode. */
export interface HostileMode {
  readonly name: string;
  /** Its duration. */
  readonly seconds: number;
  /** Longest time to detect missing trades, if only a ticker or the usual rate can show it. */
  readonly unseenSeconds?: number;
  /** The simulator's fault rules. `at` converts a second of the mode to the simulator's time. */
  readonly faults?: (at: (second: number) => string) => string;
  /** Steps of the receive clock: second, and by how many seconds. */
  readonly receive?: readonly (readonly [second: number, by: number])[];
}

const lasting = (kind: string, seconds = 8, amount = `x${seconds}s`): HostileMode => ({
  name: kind,
  seconds,
  faults: (at) => `${kind}@${at(0)}${amount}`,
});

const clock = (name: string, by: string, back: string, seconds: number): HostileMode => ({
  name,
  seconds,
  faults: (at) => `clock_step@${at(0)}${by},clock_step@${at(seconds)}${back}`,
});

/** Every mode. A mode has no effect on a venue that lacks the affected stream. */
export const MODES: readonly HostileMode[] = [
  clock('venue clock an hour ahead and back', '+3600s', '-3600s', 14),
  clock('venue clock an hour behind and back', '-3600s', '+3600s', 20),
  clock('venue clock ten seconds ahead and back', '+10s', '-10s', 8),
  clock('venue clock a day ahead and back at once', '+86400s', '-86400s', 1),
  { name: 'one trade of the future', seconds: 1, faults: (at) => `stray_trade@${at(0)}+3600s` },
  { name: 'one trade of the near future', seconds: 1, faults: (at) => `stray_trade@${at(0)}+45s` },
  { name: 'one trade of the past', seconds: 1, faults: (at) => `stray_trade@${at(0)}-3600s` },
  { name: 'one book update of the future', seconds: 1, faults: (at) => `stray_book@${at(0)}+3600s` },
  { name: 'one book update of the past', seconds: 1, faults: (at) => `stray_book@${at(0)}-3600s` },
  lasting('zero_price'),
  lasting('nan_price'),
  lasting('huge_exponent'),
  lasting('text_size'),
  lasting('junk'),
  lasting('empty_side'),
  lasting('never_traded'),
  lasting('replay_old'),
  lasting('replay_first'),
  { ...lasting('echo', 15), unseenSeconds: 3 },
  { ...lasting('mute', 20), unseenSeconds: 6 },
  lasting('mute_book', 20),
  { ...lasting('mute_trades', 20), unseenSeconds: 6 },
  { name: 'refused subscriptions', seconds: 20, faults: (at) => `close@${at(0)},refuse_subscription@${at(0)}x20s` },
  { name: 'new_decimals', seconds: 1, faults: (at) => `new_decimals@${at(0)}` },
  { name: 'sequence reset', seconds: 1, faults: (at) => `sequence_reset@${at(0)}` },
  { name: 'closed and refused', seconds: 18, faults: (at) => `close@${at(0)},refuse_connect@${at(0)}x18s` },
  { name: 'shutdown again and again', seconds: 12, faults: (at) => [0, 3, 6, 9].map((s) => `shutdown@${at(s)}x2s`).join(',') },
  {
    name: 'receive clock an hour ahead and back',
    seconds: 10,
    receive: [
      [0, 3_600],
      [10, -3_600],
    ],
  },
  {
    name: 'receive clock an hour behind and back',
    seconds: 10,
    receive: [
      [0, -3_600],
      [10, 3_600],
    ],
  },
];
