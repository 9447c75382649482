const CALL_WITHIN_MS = 15_000;

/** Calls an operation of a server over HTTP. Throws after 15 s, or on an answer that is not JSON. */
export async function callServer(
  url: string,
  name: string,
  input: object,
  withinMs = CALL_WITHIN_MS,
): Promise<Readonly<Record<string, unknown>>> {
  const answer = await fetch(new URL(`/api/v1/call/${name}`, url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
    signal: AbortSignal.timeout(Math.max(1, Math.ceil(withinMs))),
  });
  return (await answer.json()) as Readonly<Record<string, unknown>>;
}
