export type { McpFeature } from './feature.ts';
export { createMcpHttp, type McpHttp } from './http.ts';
export { mcpServerFactory, type McpFaceOptions } from './server-factory.ts';
export { serveMcpStdio } from './stdio.ts';
export { toTool } from './tool.ts';
