import { codedError } from '../../../core/coded-error.ts';

export const modelFileInvalid = codedError<{ format: string; problem: string }>('TF_FORECAST_MODEL_FILE_INVALID', {
  status: 400,
  message: ({ format, problem }) => `This is not a valid ${format} model: ${problem}.`,
  advice: () => 'Save it again with the library’s own save_model, and pass the complete text.',
});

export const modelFileUnsupported = codedError<{ format: string; feature: string }>('TF_FORECAST_MODEL_FILE_UNSUPPORTED', {
  status: 422,
  message: ({ format, feature }) => `This ${format} model uses ${feature}, which isn't supported.`,
  advice: () => 'Models of trees with one output and constant leaves are supported, for regression, counts or two classes.',
});
