export type {
  Actions,
  ClientName,
  CommonOptions,
  Connected,
  Diagnosis,
  Finding,
  LogReport,
  McpOptions,
  ReplayCommand,
  Running,
  SimulateCommand,
} from './actions.ts';
export { createProgram } from './program.ts';
export { lineWidth, type Streams } from './streams.ts';
