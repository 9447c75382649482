import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '../../src/app/config.ts';
import { isSimulatorFrame } from '../../src/core/index.ts';
import type { Input } from '../../src/runtime/feed/index.ts';
import { openRecording } from '../../src/recordings/index.ts';
import type { MarketSettings } from '../../src/services/market/index.ts';
import { earlierRounds } from './earlier.ts';
import { simulatedInputs } from './simulated-inputs.ts';

const RECORDING = 'recordings/spot_btcusdt_20240808.gz';
const TICK_US = 100_000;
const SIMULATED_SECONDS = 600;
/** Half an hour: six rounds of a recording of nearly six minutes. */
const PRIMER_ROUNDS = 6;
const PRIMER_SECONDS = 1_800;

export interface PipelineInputs {
  readonly data: 'recorded' | 'simulated';
  readonly symbol: { readonly id: string; readonly symbol: string };
  readonly settings: MarketSettings;
  /** Inputs of at least the half hour before, in order, so that every window is full. Each list has a snapshot. */
  readonly primer: readonly (readonly Input[])[];
  /** The inputs to be measured, ticks included. */
  readonly inputs: readonly Input[];
  /** The WebSocket frames among them. */
  readonly frames: readonly string[];
  /** Body of the REST snapshot among them; null if they continue the book of the primer. */
  readonly snapshot: string | null;
}

/** The recording of BTCUSDT if TALLYFOIL_TEST_DATA has it, else a simulated market. */
export async function pipelineInputs(): Promise<PipelineInputs> {
  const settings = readConfig({});
  const root = process.env['TALLYFOIL_TEST_DATA'];
  const path = root === undefined ? null : join(root, RECORDING);
  const recorded = path !== null && existsSync(path);
  const { primer, inputs } = recorded ? await recordedParts(path) : simulatedParts(settings);
  return {
    data: recorded ? 'recorded' : 'simulated',
    symbol: { id: 'BTCUSDT', symbol: 'BTC/USDT' },
    settings,
    primer,
    inputs,
    frames: framesOf(inputs),
    snapshot: snapshotOf(inputs),
  };
}

export const framesOf = (inputs: readonly Input[]): readonly string[] =>
  inputs.flatMap((input) => (input.kind === 'frame' ? [input.text] : []));

/** Body of the first REST snapshot. */
export function snapshotOf(inputs: readonly Input[]): string | null {
  const answer = inputs.find((input) => input.kind === 'rest' && input.call.question === 'snapshot');
  return answer?.kind === 'rest' ? answer.body : null;
}

type Parts = Pick<PipelineInputs, 'primer' | 'inputs'>;

/** Copies the text of a frame, as a socket would deliver it, because a slice of a longer string is slower to read. */
const flattened = (input: Input): Input =>
  input.kind === 'frame' ? { ...input, text: Buffer.from(input.text).toString() } : input;

async function recordedParts(path: string): Promise<Parts> {
  const all = (await recordedInputs(path)).map(flattened);
  const begins = ({ kind }: Input): boolean => kind === 'start' || kind === 'open';
  const inputs = all.filter((input) => !begins(input));
  const [first = [], ...rounds] = earlierRounds(inputs, PRIMER_ROUNDS);
  const at = first[0]?.at ?? 0;
  const begin = all.filter(begins).map((input) => ({ ...input, at }));
  return { primer: [[...begin, ...first], ...rounds], inputs };
}

/** Decoders ignore the frame in which a simulator identifies itself. */
function simulatedParts(settings: MarketSettings): Parts {
  const all = simulatedInputs('BTCUSDT', PRIMER_SECONDS + SIMULATED_SECONDS, settings).filter(
    (input) => input.kind !== 'frame' || !isSimulatorFrame(input.text),
  );
  const from = (all[0]?.at ?? 0) + PRIMER_SECONDS * 1_000_000;
  const first = all.findIndex(({ at }) => at >= from);
  return { primer: [all.slice(0, first).map(flattened)], inputs: all.slice(first).map(flattened) };
}

/** A recording's inputs with the driver's ticks between them. */
async function recordedInputs(path: string): Promise<readonly Input[]> {
  const inputs: Input[] = [];
  let nextTick = 0;
  for await (const { input } of (await openRecording(path)).inputs()) {
    nextTick ||= input.at + TICK_US;
    for (; nextTick <= input.at; nextTick += TICK_US) inputs.push({ kind: 'tick', venue: input.venue, at: nextTick });
    inputs.push(input);
  }
  return inputs;
}
