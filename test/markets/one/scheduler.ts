import type { Agent } from './agent.ts';

/** What will happen, soonest first; equal times in the order of scheduling, so a run is reproducible.
 * A binary heap in parallel arrays: there are up to some ten thousand pending expiries. */
export class Scheduler {
  private readonly time: number[] = [];
  private readonly seq: number[] = [];
  private readonly agent: Agent[] = [];
  private readonly arg: unknown[] = [];
  private counter = 0;

  now = 0;

  /** In whole milliseconds from now, at least 1. */
  after(ms: number, agent: Agent, arg: unknown = undefined): void {
    let t = this.now + Math.max(1, Math.ceil(ms));
    if (!agent.passive && t % 100 === 0) t++;
    this.push(t, agent, arg);
  }

  nextTime(): number {
    return this.time.length === 0 ? Infinity : (this.time[0] as number);
  }

  /** Runs the earliest event. */
  step(): void {
    const agent = this.agent[0] as Agent;
    const arg = this.arg[0];
    this.now = this.time[0] as number;
    this.popTop();
    agent.wake(arg);
  }

  private push(t: number, agent: Agent, arg: unknown): void {
    let i = this.time.length;
    const s = this.counter++;
    this.time.push(t);
    this.seq.push(s);
    this.agent.push(agent);
    this.arg.push(arg);
    while (i > 0) {
      const up = (i - 1) >> 1;
      // Equal times need no swap upwards: an older event has the smaller sequence number.
      if ((this.time[up] as number) <= t) break;
      this.move(up, i);
      i = up;
    }
    this.put(i, t, s, agent, arg);
  }

  private popTop(): void {
    const t = this.time.pop() as number;
    const s = this.seq.pop() as number;
    const agent = this.agent.pop() as Agent;
    const arg = this.arg.pop();
    const n = this.time.length;
    if (n === 0) return;
    let i = 0;
    for (;;) {
      let c = 2 * i + 1;
      if (c >= n) break;
      if (c + 1 < n && this.before(c + 1, this.time[c] as number, this.seq[c] as number)) c++;
      if (!this.before(c, t, s)) break;
      this.move(c, i);
      i = c;
    }
    this.put(i, t, s, agent, arg);
  }

  private before(i: number, t: number, s: number): boolean {
    const ti = this.time[i] as number;
    return ti < t || (ti === t && (this.seq[i] as number) < s);
  }

  private move(from: number, to: number): void {
    this.put(to, this.time[from] as number, this.seq[from] as number, this.agent[from] as Agent, this.arg[from]);
  }

  private put(i: number, t: number, s: number, agent: Agent, arg: unknown): void {
    this.time[i] = t;
    this.seq[i] = s;
    this.agent[i] = agent;
    this.arg[i] = arg;
  }
}
