export { alertResource } from './alert-resource.ts';
export type { McpFeature } from './feature.ts';
export { createMcpHttp, type McpHttp } from './http.ts';
export type { McpFaceOptions } from './server-factory.ts';
export { serveMcpStdio } from './stdio.ts';
