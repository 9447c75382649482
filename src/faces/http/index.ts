export { createHttpFace, type Health, type HttpFaceOptions } from './face.ts';
export { openApiDocument } from './openapi.ts';
