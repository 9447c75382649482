export type { Actions, CommonOptions, McpOptions, ReplayCommand, Running, SimulateCommand } from './actions.ts';
export { createProgram } from './program.ts';
export type { Streams } from './streams.ts';
