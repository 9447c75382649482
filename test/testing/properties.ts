import fc from 'fast-check';
import { runs } from './scale.ts';

// Default count of runs for properties.
fc.configureGlobal({ numRuns: runs(100) });
