/** Nothing more of an answer was read than its limit. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

/** A body, and the means to stop it. */
interface Body {
  readonly body: AsyncIterable<Uint8Array> | null;
}

/**
 * The text of a fetched body, counted as it is decoded: a length that is missing or false, and compression, change
 * nothing. Throws `BodyTooLarge`; leaving the loop cancels the transfer.
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
