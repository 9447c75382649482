import type { Decoded, Refusal } from '../../core/index.ts';
import type { FieldReader } from './fields.ts';

export const refused = (reason: string, detail: string): Decoded => ({ kind: 'refused', reason, detail });

/** The message that was read, or the refusal when one of its fields was wrong; `what` names the message. */
export const readOr = <T extends Decoded>(what: string, fields: FieldReader, message: T): T | Decoded =>
  fields.problem === null ? message : inMessage(what, fields.problem);

const inMessage = (what: string, { reason, detail }: Refusal): Decoded => refused(reason, `${what}.${detail}`);
