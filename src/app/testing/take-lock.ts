import { CodedError } from '../../core/index.ts';
import { takeDirectory } from '../owner-lock.ts';

// A process of its own that takes a directory when told to, says how it went, and holds on until it is killed.
const [directory = ''] = process.argv.slice(2);
process.stdout.write('ready\n');
process.stdin.once('data', () => {
  takeDirectory(directory, 'live', new Date()).then(
    () => process.stdout.write('owned\n'),
    (error: unknown) => process.stdout.write(`${error instanceof CodedError ? error.code : String(error)}\n`),
  );
});
