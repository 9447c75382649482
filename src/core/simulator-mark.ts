/**
 * How the simulators of this project say what they are, in ways that no venue has: a header of each HTTP answer, a member
 * at the head of each JSON object that they answer with, and the first frame of each WebSocket connection. A proxy that
 * drops headers passes the other two.
 */
export const SIMULATOR_HEADER = 'x-tallyfoil-simulator';
const MEMBER = '"tallyfoil_simulator":"none of this is real"';
export const SIMULATOR_FRAME = `{${MEMBER}}`;

/** Frames of a market may be long; the mark is not. */
const LONGEST_MARK = 200;

/** Puts the mark at the head of a JSON object; any other text stays as it is. */
export const markedBody = (body: string): string =>
  !body.startsWith('{') ? body : body.startsWith('{}') ? SIMULATOR_FRAME : `{${MEMBER},${body.slice(1)}`;

export const isSimulatorFrame = (text: string): boolean => text.length <= LONGEST_MARK && text.includes('"tallyfoil_simulator"');

/** Whether an HTTP answer comes from a simulator; `headers` with lower-case names. */
export const isSimulatorAnswer = (headers: Readonly<Record<string, string>>, body: string): boolean =>
  headers[SIMULATOR_HEADER] !== undefined || body.slice(0, LONGEST_MARK).includes('"tallyfoil_simulator"');
