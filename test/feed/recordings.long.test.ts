import { describe, expect, test } from 'vitest';
import { noRecordings } from '../venues/recordings.ts';
import { loadRecording, RECORDINGS, removeFrames } from './recordings.ts';

if (noRecordings !== null) process.stdout.write(`removal of every frame left out: ${noRecordings}\n`);

describe.skipIf(noRecordings !== null)('any one depth frame removed is flagged on the next', () => {
  test.each(RECORDINGS)('%s', async (path) => {
    const { removed, unflagged } = removeFrames(await loadRecording(process.env['TALLYFOIL_TEST_DATA'] ?? '', path), 1);
    process.stdout.write(`${path}: ${removed} frames removed, each from a feed of its own, ${unflagged.length} not flagged\n`);
    expect(unflagged).toEqual([]);
  });
});
