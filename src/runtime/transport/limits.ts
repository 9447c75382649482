import { MAX_FRAME_BYTES, MAX_REST_BYTES } from '../../core/index.ts';

/** Limits of time and memory for a venue's connections. */
export interface NetLimits {
  /** Maximum time from a request to the last byte of its answer, milliseconds. */
  readonly requestMs: number;
  /** Maximum time from connecting to the last byte of the upgrade's answer, milliseconds. */
  readonly handshakeMs: number;
  /** Maximum bytes of an answer after decompression. */
  readonly bodyBytes: number;
  /** Maximum bytes of a WebSocket message. */
  readonly frameBytes: number;
}

export const NET_LIMITS: NetLimits = {
  requestMs: 10_000,
  handshakeMs: 10_000,
  bodyBytes: MAX_REST_BYTES,
  frameBytes: MAX_FRAME_BYTES,
};
