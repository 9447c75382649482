// Directories of two sources mixed in every way, for pairs in which data could pass as live. The long test has all pairs.
import { ALL_PAIRS, matrixOf } from './testing/source-matrix.ts';

matrixOf(ALL_PAIRS.filter(([from, to]) => from === 'simulated' && to === 'live'));
