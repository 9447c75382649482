// Checks one receipt against a directory of recorded data; prints the verdict and the processor time of the process so far.
import { checking } from '../../test/receipts/testing/checking.ts';

const [directory = '', receipt = ''] = process.argv.slice(2);
const { verdict } = await checking({ directory, source: 'recorded' })(receipt);
const { user, system } = process.cpuUsage();
process.stdout.write(JSON.stringify({ verdict, cpuMs: (user + system) / 1_000 }));
