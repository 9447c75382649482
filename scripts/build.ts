// Compiles src into dist: the program, the modules for other programs, and declarations, without tests.
import { rmSync } from 'node:fs';
import { join } from 'node:path';

import { buildLibrary, buildProgram } from './build-program.ts';
import { ROOT, show, tool } from './run.ts';

const OUT = join(ROOT, 'dist');

rmSync(OUT, { recursive: true, force: true });
process.exitCode = await show(process.execPath, [tool('typescript7/bin/tsc'), '--project', 'tsconfig.build.json']);
if (process.exitCode === 0) await Promise.all([buildProgram({ out: OUT }), buildLibrary(OUT)]);
