import type { Player } from './player.ts';

/** The connection is lost and reopened, with definitions and books unchanged; returns the new one. */
export function reconnect(player: Player): number {
  player.close([...player.feed.conns.keys()][0] ?? 1);
  player.take('connect');
  for (let i = 0; i < 400; i++) {
    player.wait(100);
    const [connect] = player.take('connect');
    if (connect !== undefined) {
      player.open(connect.conn);
      return connect.conn;
    }
  }
  throw new Error('no connection was opened');
}
