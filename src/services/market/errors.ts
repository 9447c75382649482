import { CodedError, codedError, sanitiseText } from '../../core/index.ts';

export const anomalyUnknown = codedError<{ id: string }>('TF_ANOMALY_UNKNOWN', {
  public: 'anomaly_unknown',
  status: 404,
  message: ({ id }) => `There is no anomaly ${id}.`,
  advice: () => 'Take an id from get_anomalies; the last hundred of each market are kept.',
});

export const logUnplayable = codedError<{ reason: string }>('TF_LOG_UNPLAYABLE', {
  public: 'log_unplayable',
  status: 422,
  message: ({ reason }) => `The log can't be replayed: ${reason}.`,
  advice: () => 'Its checksums hold, so another program or version wrote it. `npx tallyfoil verify` reads it record by record.',
});

/** Whatever a log's content made go wrong, as a coded error. */
export const unplayable = (error: unknown, what: string): CodedError =>
  error instanceof CodedError ? error : logUnplayable({ reason: `${what} (${reasonOf(error)})` }, error);

const reasonOf = (error: unknown): string => sanitiseText(error instanceof Error ? error.message : String(error), { max: 120 });

export const anomalyUnproven = codedError<{ id: string; reason: string }>('TF_ANOMALY_UNPROVEN', {
  public: 'anomaly_unproven',
  status: 409,
  message: ({ id, reason }) => `${id} can't be replayed: ${reason}.`,
  advice: () => 'Only findings of a live feed whose raw log is still here can be. RAW_LOG_MAX_DAYS and RAW_LOG_MAX_GB bound it.',
});

export const checkpointOtherSource = codedError<{ found: string; wanted: string }>('TF_MARKET_CHECKPOINT_OTHER_SOURCE', {
  status: 409,
  message: ({ found, wanted }) => `The checkpoint is of ${found} data, in a log of ${wanted} data.`,
  advice: () => 'The segment was altered or mixed up; restore the log from where it was written.',
});
