import { stat } from 'node:fs/promises';
import { codedError, toRfc3339, type Source } from '../core/index.ts';
import type { Actions, ReplayCommand } from '../faces/cli/index.ts';
import {
  createStartFinder,
  listSegments,
  logMissing,
  readRawLog,
  type RestoreStart,
  type SegmentFile,
} from '../runtime/raw-log/index.ts';
import { openRecording, ownLogSource, type RecordedInput } from '../recordings/index.ts';
import { systemClock } from '../runtime/transport/index.ts';
import { createEngine, restoringFrom, type Engine } from '../services/market/index.ts';
import { venues } from '../venues/index.ts';
import { createContext } from './context.ts';
import { pathToReplay } from './log-directories.ts';
import { replay, takeInput, type EmitKind } from './replay.ts';
import { wholeNumber } from './whole-number.ts';

const SLOWEST = 0.01;
const FASTEST = 1_000_000;

const speedUnknown = codedError<{ speed: string }>('TF_REPLAY_SPEED_UNKNOWN', {
  status: 400,
  message: ({ speed }) => `"${speed}" is not a speed.`,
  advice: () => `Give max, or a number from ${SLOWEST} to ${FASTEST}: 1 is the recorded speed.`,
});

const noCheckpoint = codedError<{ path: string; segment: number }>('TF_REPLAY_NO_CHECKPOINT', {
  status: 404,
  message: ({ path, segment }) => `${path} has no complete checkpoint in segment ${segment} or later.`,
  advice: () => 'Name an earlier segment; without --from-segment a log replays from its start.',
});

function speedOf(text: string): number | null {
  if (text === 'max') return null;
  const speed = Number(text);
  if (!(speed >= SLOWEST && speed <= FASTEST)) throw speedUnknown({ speed: text });
  return speed;
}

/**
 * Inputs of the newest session, from the first checkpoint that is complete in the given segment or later. Until the state is complete,
 * inputs only go into the engine. Damage is skipped and counted, as in a full replay.
 */
async function* fromTheMiddle(
  engine: Engine,
  path: string,
  number: number,
  damaged: () => void,
): AsyncGenerator<RecordedInput, void, undefined> {
  const all = await listSegments(path);
  const session = all.at(-1)?.session;
  const segments = all.filter((segment) => segment.session === session && segment.header !== null);
  for await (const start of createStartFinder(segments).startsFrom(number)) {
    yield* inputsFrom(engine, path, { start, segments, damaged });
    return;
  }
  throw noCheckpoint({ path, segment: number });
}

interface FromStart {
  readonly start: RestoreStart;
  readonly segments: readonly SegmentFile[];
  readonly damaged: () => void;
}

async function* inputsFrom(
  engine: Engine,
  path: string,
  { start, segments, damaged }: FromStart,
): AsyncGenerator<RecordedInput, void, undefined> {
  const { segment, fromOffset, fromSeq } = start;
  const restoring = restoringFrom(start);
  const from = {
    session: segment.session,
    segments,
    fromSegment: segment.segment,
    fromOffset,
    fromSeq,
    onCorrupt: 'skip',
  } as const;
  for await (const { position, record } of readRawLog(path, from)) {
    if (record.kind === 'corrupt') damaged();
    if (record.kind !== 'input') continue;
    const { input } = record;
    if (restoring.isDue(position.seq)) await restoring.putIn(engine, position.seq);
    if (restoring.isWhole()) yield { input, position };
    else takeInput(engine, { input, position });
  }
}

/** A replay: its source, and its inputs through an engine labelled with that source. */
interface Opened {
  readonly source: Source;
  readonly ticks: 'made' | 'recorded';
  inputs(engine: Engine): AsyncIterable<RecordedInput>;
  /** Notes grow while the inputs are read, so they are read last. */
  describe(): Readonly<Record<string, unknown>>;
}

async function open(path: string, { fromSegment }: ReplayCommand): Promise<Opened> {
  if (fromSegment !== undefined) return openFrom(path, wholeNumber('--from-segment', fromSegment));
  const recording = await openRecording(path);
  return {
    source: recording.source,
    ticks: recording.format === 'raw-log' ? 'recorded' : 'made',
    inputs: () => recording.inputs(),
    describe: () => ({ format: recording.format, venue: recording.venue, symbols: recording.symbols, notes: recording.notes }),
  };
}

async function openFrom(path: string, segment: number): Promise<Opened> {
  if (!(await stat(path).catch(() => null))?.isDirectory()) throw logMissing({ directory: path });
  const { source, caveat } = await ownLogSource(path, []);
  let damages = 0;
  return {
    source,
    ticks: 'recorded',
    inputs: (engine) => fromTheMiddle(engine, path, segment, () => damages++),
    describe: () => ({
      format: 'raw-log',
      notes: [
        ...(caveat === null ? [] : [caveat]),
        ...(damages === 0 ? [] : [`${damages} damaged places of the log were skipped`]),
      ],
    }),
  };
}

/** Replays a recording or a raw log, and reports its content. */
export const replayCommand: Actions['replay'] = async (command, write) => {
  const { config } = createContext({});
  const speed = speedOf(command.speed);
  const { source, inputs, ticks, describe } = await open(pathToReplay(command.path, config), command);
  const engine = createEngine({ venues, source, settings: config, replayed: true });
  const emit = (command.emit as EmitKind | undefined) ?? null;
  const summary = await replay({ engine, inputs: inputs(engine), ticks, speed, emit, clock: systemClock, write });
  const time = (at: number | null) => (at === null ? null : toRfc3339(at));
  return { ...describe(), ...summary, from: time(summary.from), to: time(summary.to) };
};
