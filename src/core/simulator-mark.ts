/**
 * Marks by which this project's simulators identify themselves; no venue sends them. They are a header of each HTTP response,
 * the first member of each JSON object in it, and the first frame of each WebSocket connection. A proxy that drops headers
 * still passes the other two.
 */
export const SIMULATOR_HEADER = 'x-tallyfoil-simulator';
const MEMBER = '"tallyfoil_simulator":"none of this is real"';
export const SIMULATOR_FRAME = `{${MEMBER}}`;

/** Characters that are searched for a mark, because market frames may be long. */
const LONGEST_MARK = 200;

/** Inserts the mark as the first member of a JSON object; leaves other text unchanged. */
export const markedBody = (body: string): string =>
  !body.startsWith('{') ? body : body.startsWith('{}') ? SIMULATOR_FRAME : `{${MEMBER},${body.slice(1)}`;

export const isSimulatorFrame = (text: string): boolean => text.length <= LONGEST_MARK && text.includes('"tallyfoil_simulator"');

/** Whether an HTTP answer comes from a simulator; `headers` with lower-case names. */
export const isSimulatorAnswer = (headers: Readonly<Record<string, string>>, body: string): boolean =>
  headers[SIMULATOR_HEADER] !== undefined || body.slice(0, LONGEST_MARK).includes('"tallyfoil_simulator"');
