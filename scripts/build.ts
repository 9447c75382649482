// Compiles src into dist: JavaScript and declarations, without tests.
import { rmSync } from 'node:fs';
import { join } from 'node:path';

import { ROOT, show, tool } from './run.ts';

rmSync(join(ROOT, 'dist'), { recursive: true, force: true });
process.exitCode = await show(process.execPath, [tool('typescript7/bin/tsc'), '--project', 'tsconfig.build.json']);
