import { listSegments, logMissing, readRawLog } from '../runtime/raw-log/index.ts';
import type { Input } from '../runtime/feed/types.ts';
import { recordingUnreadable } from './errors.ts';
import { Notes } from './notes.ts';
import { ownLogSource } from './own-log-source.ts';
import type { RecordedInput, Recording } from './types.ts';

/** Number of inputs read to find the log's feeds, which all start at a session's beginning. */
const HEAD_INPUTS = 1_000;

/** Opens a data directory's raw log, from its first remaining start of a feed. Checkpoints are not used. */
export async function openOwnLog(directory: string): Promise<Recording> {
  if ((await listSegments(directory)).length === 0) throw logMissing({ directory });
  const notes = new Notes();
  const starts: Extract<Input, { kind: 'start' }>[] = [];
  let seen = 0;
  for await (const { input } of read(directory, new Notes())) {
    if (++seen > HEAD_INPUTS) break;
    if (input.kind === 'start') starts.push(input);
  }
  const [first] = starts;
  if (first === undefined)
    throw recordingUnreadable({ path: directory, reason: 'the log has no start of a feed; its first segments were deleted' });
  const { source, caveat } = await ownLogSource(directory, starts);
  if (caveat !== null) notes.say(caveat);
  const venues = [...new Set(starts.map(({ venue }) => venue))];
  if (venues.length > 1) notes.say(`the log has several venues: ${venues.join(', ')}`);
  return {
    format: 'raw-log',
    venue: first.venue,
    source,
    symbols: [...new Set(starts.flatMap(({ settings }) => settings.symbols))],
    get notes() {
      return notes.list();
    },
    start: first.at,
    inputs() {
      notes.restart();
      return read(directory, notes);
    },
  };
}

/** Yields inputs unchanged, from the first start of a feed on. */
async function* read(directory: string, notes: Notes): AsyncGenerator<RecordedInput, void, undefined> {
  let started = false;
  for await (const { position, record } of readRawLog(directory, { onCorrupt: 'skip' })) {
    const where = `session ${position.session}, sequence ${position.seq}`;
    if (record.kind === 'corrupt') notes.count('damaged places of the log, passed over', `${record.file}, byte ${record.offset}`);
    else if (record.kind === 'hole') notes.count('holes of the log', `${where}: ${record.lost} lost, ${record.reason}`);
    else if (record.kind === 'input') {
      started ||= record.input.kind === 'start';
      if (started) yield { input: record.input, position };
      else notes.count('inputs before the first start of a feed, left out', where);
    }
  }
}
