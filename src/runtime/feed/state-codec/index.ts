export { decodeState } from './decode.ts';
export { encodeState } from './encode.ts';
