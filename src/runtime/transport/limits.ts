import { MAX_FRAME_BYTES, MAX_REST_BYTES } from '../../core/index.ts';

/** What a venue may take of time and memory. */
export interface NetLimits {
  /** From a request to the last byte of its answer, milliseconds. */
  readonly requestMs: number;
  /** From a connection to the last byte of the upgrade's answer, milliseconds. */
  readonly handshakeMs: number;
  /** Bytes of an answer after decompression. */
  readonly bodyBytes: number;
  /** Bytes of a WebSocket message. */
  readonly frameBytes: number;
}

export const NET_LIMITS: NetLimits = {
  requestMs: 10_000,
  handshakeMs: 10_000,
  bodyBytes: MAX_REST_BYTES,
  frameBytes: MAX_FRAME_BYTES,
};
