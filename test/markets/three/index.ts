/** The generator: synthetic markets with planted manipulation, by the contract of ../contract.ts. */
import type { Generate, Label, Market, MarketOptions } from '../contract.ts';
import { episodeRoom, run } from './market.ts';
import { drawParams } from './regime.ts';
import { Rng } from './rng.ts';

const REGIMES = ['coarse', 'tiny', 'fat', 'volatile', 'thin'];
const KINDS = ['spoofing', 'iceberg', 'flash_crash'];
/** An episode needs this much room, in ms, beside the three minutes to the next. */
const LEAST_ROOM = 60000;

function check(options: MarketOptions): void {
  const { regime, seed, minutes, kind, episodes } = options;
  if (!REGIMES.includes(regime)) throw new RangeError(`unknown regime: ${regime}`);
  if (!Number.isSafeInteger(seed)) throw new RangeError(`the seed must be a whole number: ${seed}`);
  if (!(minutes >= 10 && minutes <= 600)) throw new RangeError(`minutes must be 10 to 600: ${minutes}`);
  if (kind !== null && !KINDS.includes(kind)) throw new RangeError(`unknown kind: ${String(kind)}`);
  if (!Number.isInteger(episodes) || episodes < 0) throw new RangeError(`episodes must be a whole number from 0: ${episodes}`);
  if (kind !== null && episodes > 0 && episodeRoom(minutes, episodes) < LEAST_ROOM) {
    throw new RangeError(`${episodes} episodes do not fit into ${minutes} minutes: 15 go before the first, each needs 4`);
  }
}

export const generate: Generate = (options: MarketOptions): Market => {
  check(options);
  const params = drawParams(options.regime, new Rng(`${options.regime}/${options.seed}/params`));
  const tick = (params.tickMultiple / 10 ** params.tickDecimals).toFixed(params.tickDecimals);
  const lot = (1 / 10 ** params.lotDecimals).toFixed(params.lotDecimals);
  let labels: Label[] = [];
  return {
    instrument: { tick, lot },
    *messages() {
      // Each reading runs the market anew, from the same seed: the same messages, the same labels.
      const fresh: Label[] = [];
      labels = fresh;
      yield* run(options, params, fresh);
    },
    labels: () => labels,
  };
};
