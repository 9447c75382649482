import { codedError } from '../core/index.ts';

const numberWanted = codedError<{ option: string; given: string }>('TF_CLI_NUMBER_WANTED', {
  status: 400,
  message: ({ option, given }) => `${option} must be a whole number, not "${given}".`,
  advice: () => '`node bin/tallyfoil.js COMMAND --help` describes each option.',
});

/** Parses a whole number from the command line. Throws TF_CLI_NUMBER_WANTED. */
export function wholeNumber(option: string, text: string): number {
  if (!/^\d{1,15}$/.test(text.trim())) throw numberWanted({ option, given: text.slice(0, 40) });
  return Number(text);
}
