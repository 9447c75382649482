export { createHttpFace, type Health, type HttpFaceOptions } from './face.ts';
