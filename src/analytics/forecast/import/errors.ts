import { codedError } from '../../../core/coded-error.ts';

export const modelFileInvalid = codedError<{ format: string; problem: string }>('TF_FORECAST_MODEL_FILE_INVALID', {
  status: 400,
  message: ({ format, problem }) => `This is no ${format} model: ${problem}.`,
  advice: () => 'Save it again with the library’s own save_model, and give the whole text.',
});

export const modelFileUnsupported = codedError<{ format: string; feature: string }>('TF_FORECAST_MODEL_FILE_UNSUPPORTED', {
  status: 422,
  message: ({ format, feature }) => `This ${format} model uses ${feature}, which isn't read here.`,
  advice: () => 'Models with one output, constant leaves and known objectives are read; see docs/forecasting.md.',
});
