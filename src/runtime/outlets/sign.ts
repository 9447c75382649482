import { createHmac } from 'node:crypto';

/**
 * The value of `Tallyfoil-Signature`: `t=<seconds>,v1=<hex>`, HMAC-SHA256 with the shared secret over `<seconds>.<body>`.
 * The time is signed with the body, so that an old message can't be replayed as a new one.
 */
export function signature(secret: string, body: string, seconds: number): string {
  const mac = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${mac}`;
}
