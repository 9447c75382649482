import { isRecord } from '../../core/index.ts';

type Params = Readonly<Record<string, unknown>>;

/** Optional members of any request's parameters. */
const OPTIONAL = ['_meta', 'cursor', 'task'];

/**
 * The request, or each of a batch, as its client meant it: some clients send null for what they leave out, or the arguments of a call as
 * JSON text, which the protocol forbids. Returns the message itself if nothing has to change.
 */
export function meantMessage(message: unknown): unknown {
  if (Array.isArray(message)) {
    const meant = message.map(meantMessage);
    return meant.some((one, i) => one !== message[i]) ? meant : message;
  }
  if (!isRecord(message) || typeof message['method'] !== 'string' || message['params'] === undefined) return message;
  const { params, ...rest } = message;
  if (params === null) return rest;
  if (!isRecord(params)) return message;
  const meant = meantParams(message['method'], params);
  return meant === params ? message : { ...message, params: meant };
}

function meantParams(method: string, given: Params): Params {
  const params = withoutNulls(given, OPTIONAL);
  if (method === 'tools/call') {
    const meant = meantArguments(params['arguments']);
    return meant === null ? params : { ...params, arguments: meant };
  }
  if (method !== 'initialize') return params;
  const { capabilities, clientInfo } = params;
  const meant = {
    ...(capabilities === undefined ? {} : { capabilities: capabilities === null ? {} : inner(capabilities) }),
    ...(clientInfo === undefined ? {} : { clientInfo: inner(clientInfo) }),
  };
  const isSame = Object.entries(meant).every(([name, value]) => value === params[name]);
  return isSame ? params : { ...params, ...meant };
}

const inner = (value: unknown): unknown => (isRecord(value) ? withoutNulls(value, Object.keys(value)) : value);

/** Without the members of these names that are null; the object itself if there are none. */
function withoutNulls(value: Params, names: readonly string[]): Params {
  const nulls = new Set(names.filter((name) => value[name] === null));
  return nulls.size === 0 ? value : Object.fromEntries(Object.entries(value).filter(([name]) => !nulls.has(name)));
}

/** The object meant; null if the arguments are to stay as they are. */
function meantArguments(given: unknown): Params | null {
  if (given === null || given === '') return {};
  if (typeof given !== 'string') return null;
  try {
    const read: unknown = JSON.parse(given);
    return isRecord(read) ? read : null;
  } catch {
    // Text that is no JSON is refused by the protocol's own check, which says so.
    return null;
  }
}
