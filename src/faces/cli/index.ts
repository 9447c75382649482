export type { Actions, CommonOptions, McpOptions, ReplayCommand, Running, SimulateCommand } from './actions.ts';
export { createProgram, type Streams } from './program.ts';
