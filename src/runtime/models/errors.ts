import { codedError } from '../../core/index.ts';

export const PROPHET_PACKAGES = '@bsull/augurs@0.10.2 @bsull/augurs-prophet-wasmstan@0.2.0';

export const prophetMissing = codedError<{ reason: string }>('TF_FORECAST_PROPHET_MISSING', {
  status: 501,
  message: ({ reason }) => `Prophet is an optional part and can't be loaded: ${reason}.`,
  advice: () => `npm install ${PROPHET_PACKAGES}`,
});

export const prophetFailed = codedError<{ reason: string }>('TF_FORECAST_PROPHET_FAILED', {
  status: 422,
  message: ({ reason }) => `Prophet's optimiser gave up on this series: ${reason}.`,
  advice: () => 'Look for a break or an extreme value, or choose another model.',
});

/** The message of an error, without the stack that some packages add to it. */
export const firstLine = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split('\n')[0]!;
