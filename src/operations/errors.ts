import { codedError, didYouMean } from '../core/index.ts';

/** `other`: the dispatcher that runs it; null if it is only called by its own name. */
export const notOfDispatcher = codedError<{ operation: string; dispatcher: string; runs: string; other: string | null }>(
  'TF_OPERATION_NOT_OF_DISPATCHER',
  {
    public: 'not_of_dispatcher',
    status: 403,
    message: ({ operation, dispatcher, runs }) => `${dispatcher} only runs tools that ${runs}, and ${operation} is none.`,
    advice: ({ operation, other }) =>
      other === null
        ? `Call ${operation} by its own name on the surface full: /mcp/full, or mcp --surface full.`
        : `Call it with ${other}.`,
  },
);

export const catalogueOther = codedError<{ operation: string; own: string; theirs: string | null }>('TF_CATALOGUE_OTHER', {
  public: 'catalogue_other',
  status: 502,
  message: ({ operation, own, theirs }) =>
    `The server's answer to ${operation} does not match the schema of this process: its catalogue is ${own}, the server's ${theirs ?? 'has no hash'}.`,
  advice: () => 'Run the same version of both: restart the server, or this process, after an upgrade.',
});

export const unknownSurface = codedError<{ surface: string; known: readonly string[] }>('TF_OPERATION_SURFACE_UNKNOWN', {
  public: 'unknown_surface',
  status: 404,
  message: ({ surface }) => `There is no surface ${surface}.`,
  advice: ({ surface, known }) => `${didYouMean(surface, known)}Surfaces: ${known.join(', ')}.`,
});

export const noLogHere = codedError<{ reason: string }>('TF_PROOF_NO_LOG_HERE', {
  public: 'no_log_here',
  status: 409,
  message: ({ reason }) => `This process can't prove anything: ${reason}.`,
  advice: () => 'Ask the process that writes the raw log (role ingest), or run `node bin/tallyfoil.js check` on its machine.',
});

export const notInEvidence = codedError<{ service: string }>('TF_PROOF_NOT_IN_EVIDENCE', {
  public: 'not_in_evidence',
  status: 409,
  message: ({ service }) => `The evidence of this receipt does not give the service ${service}.`,
  advice: () => 'Check it with the build that issued it, or ask the operation again for a new receipt.',
});

export const proofBusy = codedError<{ waiting: number }>('TF_PROOF_BUSY', {
  public: 'proof_busy',
  status: 429,
  message: ({ waiting }) => `${waiting} checks and explanations are already waiting, so this one was refused.`,
  advice: () => 'Try again in a few seconds. They run one at a time; put several receipts into one check instead.',
});

/** `stalled`: too much processor time without progress. `isDivisible`: the caller can ask for less at once. */
export const proofFailed = codedError<{ reason: string; cause: 'stalled' | 'broken'; isDivisible: boolean }>('TF_PROOF_FAILED', {
  public: 'proof_failed',
  status: 503,
  message: ({ reason }) => `The replay of the raw log failed: ${reason}.`,
  advice: ({ cause, isDivisible }) =>
    `The server still runs. Ask again ${isDivisible ? 'with fewer receipts or less text' : 'later, when the machine is less busy'}${cause === 'stalled' ? ', or raise CHECK_BUDGET_MS, which raises this limit too' : ''}.`,
});
