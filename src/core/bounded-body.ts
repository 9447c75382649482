/** A response body exceeded its limit; reading stopped there. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

/** The part of a fetch response that is needed here. */
interface Body {
  readonly body: AsyncIterable<Uint8Array> | null;
}

/**
 * Reads a fetched body as text. The limit counts decompressed bytes as they arrive, so a missing or false Content-Length
 * doesn't matter. Throws `BodyTooLarge`; leaving the loop cancels the transfer.
 */
export async function boundedText({ body }: Body, maxBytes: number): Promise<string> {
  if (body === null) return '';
  const decoder = new TextDecoder();
  const pieces: string[] = [];
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.byteLength;
    if (bytes > maxBytes) throw new BodyTooLarge(`a body of over ${maxBytes} bytes`);
    pieces.push(decoder.decode(piece, { stream: true }));
  }
  pieces.push(decoder.decode());
  return pieces.join('');
}
