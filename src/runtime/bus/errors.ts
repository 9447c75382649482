import { codedError } from '../../core/index.ts';

export const busSourceOther = codedError<{ where: string; found: string; own: string }>('TF_BUS_SOURCE_OTHER', {
  public: 'bus_source_other',
  status: 503,
  message: ({ where, found, own }) => `${where} holds ${found} data, and ${own} data need a database of their own`,
  advice: () => 'Give each kind of run its own BUS_URL; redis://HOST:PORT/1 is another database of the same Redis.',
});
