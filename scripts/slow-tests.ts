// The only list of usual tests that may exceed the budget, each with its reason. An entry that names no test is an error.

/** Processor seconds of a usual test. A test above it is scaled down, split, or moved to `*.heavy.test.ts`. */
export const BUDGET_CPU_S = 2;

/** A test fails above this multiple, because the same work costs more on a loaded machine with shared caches and cores. */
const LOADED = 1.75;

/** By file and name of the test, or by the start of both, where a test has many rows. */
export const SLOW_TESTS: Readonly<Record<string, string>> = {
  'src/recordings/text-lines.test.ts > one JSON value that unpacks to over 256 MB':
    'the limit lies at 256 MB, and a test of it has to unpack more',
  'test/feed/hostile.test.ts > a hostile venue falsifies nothing':
    'windows need a quiet minute before the first of four modes, and a pause after each mode',
  'test/feed/recordings.test.ts > recordings through the feed':
    'whole recordings, the only real market data in the usual lane; skipped where there are none',
  'test/venues/binance-recordings.test.ts > recordings of Binance Spot':
    'whole recordings, read twice; skipped where there are none',
  'test/venues/binance-ccxt.test.ts > Binance': 'whole recordings through two implementations',
  'test/claims/corpus.test.ts > tuning.jsonl > nothing false':
    'each of over 7,000 sentences that others wrote is judged, because a rule that is changed for one may match another falsely',
  'test/app/receipts.test.ts > 1,000 receipts of a run': 'a thousand answers, the promised count, are made and recomputed',
  'test/receipts/fixtures.test.ts > the receipts of':
    'logs of builds of before are replayed whole, because an answer may change at any place of them',
  'test/venues/kraken-ccxt.test.ts > Kraken Spot against ccxt': 'every frame of a run through two implementations',
};

export interface Timed {
  /** `file > suite > test`. */
  readonly id: string;
  /** Processor seconds of the thread that ran it, without its child processes. */
  readonly cpuSeconds: number;
}

/** Tests above the budget that no entry allows. */
export const overBudget = (tests: readonly Timed[], listed: Readonly<Record<string, string>> = SLOW_TESTS): readonly Timed[] =>
  tests.filter(
    ({ id, cpuSeconds }) => cpuSeconds > BUDGET_CPU_S * LOADED && !Object.keys(listed).some((start) => id.startsWith(start)),
  );

/** Entries that name no test of a whole run. */
export const unusedEntries = (
  tests: readonly Timed[],
  listed: Readonly<Record<string, string>> = SLOW_TESTS,
): readonly string[] => Object.keys(listed).filter((start) => !tests.some(({ id }) => id.startsWith(start)));
