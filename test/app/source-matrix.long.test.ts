// Directories of two sources mixed in every way, all pairs.
import { ALL_PAIRS, matrixOf } from './testing/source-matrix.ts';

matrixOf(ALL_PAIRS);
