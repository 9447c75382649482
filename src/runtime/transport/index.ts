export { netTransport } from './net-transport.ts';
export { systemClock } from './system-clock.ts';
