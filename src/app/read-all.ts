import { codedError } from '../core/index.ts';

/** Longest text on standard input, bytes; commands have further limits. */
const MAX_INPUT_BYTES = 16 * 1024 * 1024;

export const inputTooLong = codedError<{ limit_bytes: number }>('TF_CLI_INPUT_TOO_LONG', {
  public: 'input_too_long',
  status: 413,
  message: ({ limit_bytes }) => `Standard input is over ${limit_bytes} bytes.`,
  advice: () => 'Give the command a shorter text.',
});

/** All of a stream as text. Throws TF_CLI_INPUT_TOO_LONG before it buffers more. */
export async function readAll(stream: AsyncIterable<Uint8Array>, limitBytes = MAX_INPUT_BYTES): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of stream) {
    bytes += part.length;
    if (bytes > limitBytes) throw inputTooLong({ limit_bytes: limitBytes });
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
