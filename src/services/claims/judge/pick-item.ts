import type { Pick } from '../terms/term.ts';
import type { Clause } from '../text/clauses.ts';
import type { Market } from '../text/market-names.ts';
import type { Setting } from '../text/settings.ts';
import { isOfMoment } from './moment.ts';
import type { Answer } from './proven.ts';

/** Paths in an answer, and the market and time by which they were chosen. */
export interface Chosen {
  readonly time?: Setting;
  readonly paths: readonly string[];
  readonly market: Market | null;
}

interface Choosing {
  readonly clause: Clause;
  readonly items: readonly Answer[];
  readonly where: (test: (item: Answer) => boolean) => string[];
  readonly one: (paths: readonly string[], what: string) => Chosen | string;
  readonly take: (what: Setting['what']) => Setting | string | null;
  readonly market: Market | null;
  readonly answer: Answer;
}

/** The item of a list that the settings of a clause choose; a text with the reason if they choose none or several. */
export function pickItem(pick: Pick, { items, where, one, take, market, answer, clause }: Choosing): Chosen | string {
  switch (pick.by) {
    case 'duration':
    case 'distance': {
      const said = take(pick.by);
      if (typeof said === 'string') return said;
      if (said === null)
        return items.length === 1
          ? one(
              where(() => true),
              'window',
            )
          : pick.by === 'duration'
            ? 'the window is missing; add it, such as "over 60 s"'
            : 'the distance is missing; add it, such as "within 5 bps"';
      return one(
        where((item) => item[pick.key] === said.value),
        pick.by === 'duration' ? `window of ${said.value} s` : `distance of ${said.value} bps`,
      );
    }
    case 'order': {
      const said = take('order');
      if (typeof said === 'string') return said;
      const sized = where((item) => item['side'] === pick.side && (said === null || item['qty'] === said.value));
      return one(sized, said === null ? 'order' : `${pick.side} order of ${said.value}`);
    }
    case 'first':
      return one(
        where((item) => item === items[0] && (pick.side === undefined || item['side'] === pick.side)),
        'item',
      );
    case 'time': {
      const said = take('time');
      if (typeof said === 'string') return said;
      if (said === null) return 'the candle is not identified; add its start time';
      if (said.moment === true) return `"at ${said.time ?? ''}" is a moment; write "the ${said.time ?? ''} candle"`;
      const chosen = one(
        where((item) => isOfMoment(said, String(item[pick.key]), '')),
        'candle of that time',
      );
      return typeof chosen === 'string' ? chosen : { ...chosen, time: said };
    }
    case 'last':
      return one(
        where((item) => item === items.at(-1)),
        'item',
      );
    case 'any': {
      // "the top wall" means one wall, but the answer does not rank walls.
      if (clause.words.has('top') || !clause.alone)
        return 'the text does not identify one item; write VALUE {field} with its path';
      const paths = where((item) => pick.side === undefined || item['side'] === pick.side);
      const several = paths.length > 1 && !clause.words.has('a') && !clause.words.has('an');
      return several ? 'the answer has several; write VALUE {field} with the path of one' : { paths, market };
    }
    case 'rank': {
      const said = take('rank');
      if (typeof said === 'string') return said;
      return said === null
        ? 'the level is not identified; add its rank, such as "the second bid"'
        : one(
            where((item) => item === items[said.value - 1]),
            'level of that place',
          );
    }
    case 'id': {
      const said = take('id');
      if (typeof said === 'string') return said;
      return said === null
        ? 'the text does not identify one item; write VALUE {field} with its path'
        : one(
            where((item) => item[pick.key] === said.value),
            'item of that number',
          );
    }
    case 'venue':
      return one(
        where((item) => market === null || String(item['venue']) === market.venue),
        'venue',
      );
    case 'market': {
      const rows = where(
        (item) =>
          (market === null || (item['symbol'] === market.symbol && item['venue'] === market.venue)) &&
          (pick.stream === undefined || item['stream'] === pick.stream),
      );
      const chosen = one(rows, 'market');
      const symbol = answer['symbol'];
      return typeof chosen === 'string' && market === null && symbol === undefined
        ? 'no market is named; add the symbol'
        : chosen;
    }
  }
}
