import { US_PER_MS } from '../core/index.ts';

/** Moves the event times in a text of either venue: `"E"` and `"T"` in milliseconds, `"timestamp"` as RFC 3339. */
export function shiftTimes(text: string, byUs: number): string {
  return text
    .replace(/"([ET])":(\d{13})/g, (_, name: string, ms: string) => `"${name}":${Number(ms) + Math.round(byUs / US_PER_MS)}`)
    .replace(/"timestamp":"([^"]+)(\d{3})Z"/g, (_, millis: string, micros: string) => {
      const at = new Date(Date.parse(`${millis}Z`) + Math.round(byUs / US_PER_MS));
      return `"timestamp":"${at.toISOString().slice(0, -1)}${micros}Z"`;
    });
}
