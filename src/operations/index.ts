export { callOperation, type Answer, type CallContext } from './call.ts';
export { compileCatalogue, OPERATIONS } from './catalogue.ts';
export type { Effects, Operation } from './define-operation.ts';
export type { Detail } from './fields.ts';
export type { Entry, Registry } from './registry.ts';
export { sanitiseText } from './sanitise-text.ts';
export type { Services } from './services.ts';
export { surfaceEntries, surfaceNames } from './surfaces.ts';
export { isToolset, TOOLSETS, type Toolset } from './toolsets.ts';
