import { codedError } from '../../core/index.ts';

export const unknownTopic = codedError<{ topic: string; known: readonly string[] }>('TF_TOPIC_UNKNOWN', {
  public: 'unknown_topic',
  status: 404,
  message: ({ topic }) => `There is no topic ${topic}.`,
  advice: ({ known }) => `Topics: ${known.join(', ')}.`,
});
