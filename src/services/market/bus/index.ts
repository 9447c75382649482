export { createAnalyser, type Analyser, type AnalyserStatus } from './analyser.ts';
export { createReportService } from './report-service.ts';
export { createSharedService } from './shared-service.ts';
