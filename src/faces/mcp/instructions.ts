import { TOOLSETS } from '../../operations/index.ts';

const AREAS = Object.entries(TOOLSETS)
  .map(([name, about]) => `${name} (${about})`)
  .join('; ');

/** Instructions about the server, sent once for the client's model. */
export const INSTRUCTIONS = [
  'Tallyfoil answers questions about markets from received data and states their age.',
  `Areas: ${AREAS}.`,
  'get_report is the usual start; list_markets lists the followed markets; find_tools searches the whole catalogue and call_read_tool runs a tool found there.',
  'Quote a number as VALUE {field} [receipt], e.g. 61848.9 {mid_price} [tf2:get_report:…]: check_claim can then prove it.',
  'Answers about markets also have as_of, state and age_ms of their worst input, coverage, caveats, inputs and receipt; list_formulas has the unit and formula of each number.',
  '`source` is live, recorded or simulated. A null is unknown, with its reason in `absent`; it is not zero.',
].join(' ');
