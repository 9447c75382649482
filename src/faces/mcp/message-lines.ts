import { Transform, type TransformCallback } from 'node:stream';
import { isRecord } from '../../core/index.ts';
import { requestId, type RefusedLine } from './bounded-lines.ts';
import { jsonRpcFault } from './json-rpc-fault.ts';
import { meantMessage } from './meant-message.ts';

/** How long requests may take after their client has closed its end. */
const ANSWERED_WITHIN_MS = 5_000;
/** A line that begins like this is meant as a message; other lines are output of a wrapper, and ignored. */
const BEGINS = /^\s*[[{]/;
const ENDS = 2_048;

interface Refusals {
  /** A line that is no JSON. */
  readonly noJson: (line: RefusedLine) => void;
  /** JSON that is no message of JSON-RPC. */
  readonly noMessage: (line: RefusedLine) => void;
}

/**
 * Passes on messages, one a line, as their clients meant them; the messages of a batch one by one. A broken message is
 * refused. The stream ends once every request has its answer, because a client of one pipe closes its end after its last request.
 */
export class MessageLines extends Transform {
  readonly #refuse: Refusals;
  readonly #asked = new Set<string>();
  #whenAnswered: (() => void) | null = null;

  constructor(refuse: Refusals) {
    super();
    this.#refuse = refuse;
  }

  /** A message that is sent to the client: the answer to a request, or something else. */
  sent(message: unknown): void {
    if (!isRecord(message) || 'method' in message) return;
    this.#answered(message['id']);
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    const line = chunk.toString('utf8');
    if (!BEGINS.test(line)) return done();
    const message = parsed(line);
    if (message === undefined) {
      this.#refuse.noJson({ reason: 'it is no JSON', id: requestId(line.slice(0, ENDS), line.slice(-ENDS)) });
      return done();
    }
    if (Array.isArray(message) && message.length === 0) this.#refuse.noMessage({ reason: 'it is an empty batch', id: null });
    const meant = meantMessage(message);
    if (Array.isArray(meant)) for (const one of meant) this.#pass(one, `${JSON.stringify(one)}\n`);
    else this.#pass(meant, meant === message ? line : `${JSON.stringify(meant)}\n`);
    done();
  }

  override _flush(done: TransformCallback): void {
    if (this.#asked.size === 0) return done();
    const timer = setTimeout(done, ANSWERED_WITHIN_MS);
    this.#whenAnswered = () => {
      clearTimeout(timer);
      done();
    };
  }

  #pass(message: unknown, line: string): void {
    const fault = jsonRpcFault(message);
    if (fault !== null) return this.#refuse.noMessage(fault);
    if (isRecord(message) && typeof message['method'] === 'string') {
      if (message['method'] === 'notifications/cancelled' && isRecord(message['params']))
        this.#answered(message['params']['requestId']);
      else if (message['id'] !== undefined) this.#asked.add(JSON.stringify(message['id']));
    }
    this.push(line);
  }

  #answered(id: unknown): void {
    if (id === undefined || !this.#asked.delete(JSON.stringify(id)) || this.#asked.size > 0) return;
    this.#whenAnswered?.();
    this.#whenAnswered = null;
  }
}

/** The message of a line; undefined if it is no JSON. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    // The caller refuses it.
    return undefined;
  }
}
