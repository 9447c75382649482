export type { Boundary, Call, Finished } from './boundary.ts';
export { callOperation, type CallContext, type LocalContext, type RemoteContext } from './call.ts';
export { catalogueHash } from './catalogue-hash.ts';
export { compileCatalogue, operationNamed, OPERATIONS } from './catalogue.ts';
export { noLogHere, proofBusy, proofFailed } from './errors.ts';
export { FORMULAS_VERSION } from './formulas.ts';
export { sealAnswer } from './receipt.ts';

export type { Services } from './services.ts';
export { surfaceEntries } from './surfaces.ts';
export { isToolset, TOOLSETS } from './toolsets.ts';
export type { Effects, Entry, Registry } from './types.ts';
export { TOPICS } from './topics/catalogue.ts';
export { admit, findTopic, openTopic, type TopicMessage } from './topics/open-topic.ts';
export type { Topic } from './topics/types.ts';
export { inputProblem } from './input-problems.ts';
export { createWatchHub, type WatchHub } from './watch-hub.ts';
