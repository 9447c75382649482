const DEPTHS: readonly number[] = [10, 25, 100, 500, 1_000];

/** A parsed request of a client. */
export type KrakenRequest =
  | { readonly kind: 'ping'; readonly reqId: number | undefined }
  | {
      readonly kind: 'subscribe' | 'unsubscribe';
      readonly reqId: number | undefined;
      readonly channel: 'book' | 'trade' | 'ticker';
      readonly symbols: readonly string[];
      readonly depth: number;
      readonly trigger: 'trades' | 'bbo';
      readonly snapshot: boolean;
    }
  | { readonly kind: 'bad'; readonly reqId: number | undefined; readonly method: string; readonly problem: string };

type Loose = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Loose => typeof value === 'object' && value !== null && !Array.isArray(value);

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** Reads a request as the venue does, with the venue's error texts. */
export function readKrakenRequest(text: string): KrakenRequest {
  const value = parse(text);
  if (!isObject(value)) return { kind: 'bad', reqId: undefined, method: '', problem: 'Malformed request' };
  const { method, params } = value;
  const reqId = Number.isSafeInteger(value['req_id']) ? (value['req_id'] as number) : undefined;
  const bad = (problem: string): KrakenRequest => ({
    kind: 'bad',
    reqId,
    method: typeof method === 'string' ? method : '',
    problem,
  });
  if (method === 'ping') return { kind: 'ping', reqId };
  if (method !== 'subscribe' && method !== 'unsubscribe') return bad('Unsupported method');
  if (!isObject(params)) return bad('Missing params');
  const { channel, symbol, depth = 10, event_trigger: trigger = 'trades', snapshot = true } = params;
  if (channel !== 'book' && channel !== 'trade' && channel !== 'ticker') return bad('Subscription name invalid');
  if (!Array.isArray(symbol) || symbol.length === 0 || !symbol.every((name) => typeof name === 'string')) {
    return bad('Symbol(s) not found');
  }
  if (!DEPTHS.includes(depth as number)) return bad('Subscription depth not supported');
  if (trigger !== 'trades' && trigger !== 'bbo') return bad('Event trigger invalid');
  return {
    kind: method,
    reqId,
    channel,
    symbols: symbol,
    depth: depth as number,
    trigger,
    snapshot: snapshot !== false,
  };
}
