import { codedError } from '../../core/index.ts';

export const logCannotOpen = codedError<{ directory: string; reason: string }>('TF_LOG_CANNOT_OPEN', {
  status: 500,
  message: ({ directory, reason }) => `The raw log in ${directory} can't be opened: ${reason}.`,
  advice: () => 'Check that the directory exists, is writable and has free space, or choose another with --data-dir.',
});

export const logVersionUnknown = codedError<{ file: string; version: number; known: number }>('TF_LOG_VERSION_UNKNOWN', {
  status: 500,
  message: ({ file, version, known }) => `${file} has format version ${version}; this build reads up to ${known}.`,
  advice: () => 'Read it with the version of Tallyfoil that wrote it, or a newer one.',
});

export const logCorrupt = codedError<{ file: string; offset: number; reason: string }>('TF_LOG_CORRUPT', {
  status: 500,
  message: ({ file, offset, reason }) => `${file} is damaged at byte ${offset} (${reason}).`,
  advice: () => 'Run `node bin/tallyfoil.js verify` to list all damage; all records before this byte are good.',
});

export const logUnreadable = codedError<{ path: string; reason: string }>('TF_LOG_UNREADABLE', {
  status: 500,
  message: ({ path, reason }) => `${path} can't be read: ${reason}.`,
  advice: () => 'Check that it is there, that it is a raw log, and that this user may read it.',
});

export const logMissing = codedError<{ directory: string }>('TF_LOG_MISSING', {
  status: 404,
  message: ({ directory }) => `There is no raw log in ${directory}.`,
  advice: () =>
    'Name the data directory that a server wrote, or its folder raw/. replay also takes a recording by its file, such as FOLDER/FILE, one at a time.',
});

export const logSourceOther = codedError<{ file: string; found: string; wanted: string }>('TF_LOG_SOURCE_OTHER', {
  status: 409,
  message: ({ file, found, wanted }) => `${file} holds ${found} data, in a log of ${wanted} data.`,
  advice: ({ found }) => `Move the file back to the data directory of the ${found} run that wrote it.`,
});

export const logSourcesMixed = codedError<{ directory: string; found: readonly string[] }>('TF_LOG_SOURCES_MIXED', {
  status: 409,
  message: ({ directory, found }) => `The raw log in ${directory} mixes ${found.join(' and ')} data.`,
  advice: () => 'Move the segments of each kind of run back to the directory that it wrote.',
});
