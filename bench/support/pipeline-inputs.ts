import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '../../src/app/config.ts';
import { isSimulatorFrame } from '../../src/core/index.ts';
import type { Input } from '../../src/runtime/feed/index.ts';
import { openRecording } from '../../src/recordings/index.ts';
import type { MarketSettings } from '../../src/services/market/index.ts';
import { simulatedInputs } from './simulated-inputs.ts';

const RECORDING = 'recordings/spot_btcusdt_20240808.gz';
const TICK_US = 100_000;
const SIMULATED_SECONDS = 600;

export interface PipelineInputs {
  readonly data: 'recorded' | 'simulated';
  readonly symbol: { readonly id: string; readonly symbol: string };
  readonly settings: MarketSettings;
  /** All inputs of the engine, ticks included. */
  readonly inputs: readonly Input[];
  /** The WebSocket frames among them. */
  readonly frames: readonly string[];
  /** Body of the first REST snapshot. */
  readonly snapshot: string;
}

/** The recording of BTCUSDT where TALLYFOIL_TEST_DATA has it, else a simulated market. */
export async function pipelineInputs(): Promise<PipelineInputs> {
  const settings = readConfig({});
  const root = process.env['TALLYFOIL_TEST_DATA'];
  const path = root === undefined ? null : join(root, RECORDING);
  const recorded = path !== null && existsSync(path);
  const all = recorded ? await recordedInputs(path) : simulatedInputs('BTCUSDT', SIMULATED_SECONDS, settings);
  // Decoders ignore the frame in which a simulator identifies itself.
  const inputs = all.filter((input) => input.kind !== 'frame' || !isSimulatorFrame(input.text));
  const body = inputs.find((input) => input.kind === 'rest' && input.call.question === 'snapshot');
  if (body?.kind !== 'rest') throw new Error('the input holds no snapshot');
  return {
    data: recorded ? 'recorded' : 'simulated',
    symbol: { id: 'BTCUSDT', symbol: 'BTC/USDT' },
    settings,
    inputs,
    frames: inputs.flatMap((input) => (input.kind === 'frame' ? [input.text] : [])),
    snapshot: body.body,
  };
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
