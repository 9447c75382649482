// Directories of two sources mixed in every way: those that would pass for live. All pairs are in the long test.
import { ALL_PAIRS, matrixOf } from './testing/source-matrix.ts';

matrixOf(ALL_PAIRS.filter(([from, to]) => from === 'simulated' && to === 'live'));
