import { CodedError } from '../../core/index.ts';
import { takeDirectory } from '../owner-lock.ts';

// A child process that locks a directory on command, reports the result, and keeps the lock until it is killed.
const [directory = ''] = process.argv.slice(2);
process.stdout.write('ready\n');
process.stdin.once('data', () => {
  takeDirectory(directory, 'live', new Date()).then(
    () => process.stdout.write('owned\n'),
    (error: unknown) => process.stdout.write(`${error instanceof CodedError ? error.code : String(error)}\n`),
  );
});
