export { createHttpFace, type Health, type HttpFaceOptions } from './face.ts';
export type { PageFile } from './page-routes.ts';
