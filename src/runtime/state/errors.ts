import { codedError } from '../../core/index.ts';

export const stateUnusable = codedError<{ file: string; reason: string }>('TF_STATE_UNUSABLE', {
  status: 500,
  message: ({ file, reason }) => `The state in ${file} can't be used: ${reason}.`,
  advice: () =>
    'Free the disk, make the file writable, or move it away; a new one is then created without the old alerts and followed markets.',
});

export const stateTooNew = codedError<{ file: string; found: number; known: number }>('TF_STATE_TOO_NEW', {
  status: 500,
  message: ({ file, found, known }) => `${file} is of version ${found}; this build knows versions up to ${known}.`,
  advice: () => 'Run the newer build that wrote it, or set another TALLYFOIL_DATA_DIR.',
});

export const stateOtherSource = codedError<{ found: string; wanted: string }>('TF_STATE_OTHER_SOURCE', {
  status: 409,
  message: ({ found, wanted }) => `The state in this data directory is about ${found} data, and this run has ${wanted} data.`,
  advice: () => 'Move state.sqlite back to the directory that it was copied from; a new one is then created here.',
});

export const stateRowsUnreadable = codedError<{ counts: readonly string[]; first: string }>('TF_STATE_ROWS_UNREADABLE', {
  status: 500,
  message: ({ counts, first }) =>
    `Rows of the state can't be read and are set aside: ${counts.join(', ')}. The first is ${first}.`,
  advice: () => 'Everything else works. The rows stay in state.sqlite; restore an older copy of the file, or leave them.',
});
