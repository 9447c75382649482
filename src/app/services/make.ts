import type { CodedError, Source } from '../../core/index.ts';
import type { Services } from '../../operations/index.ts';
import type { MarketService } from '../../services/market/index.ts';
import type { Past, ServiceHost, ServiceRow, ServiceTable } from './row.ts';
import { SERVICES } from './table.ts';

/** Rows without the services' types, because a loop over the table does not know their names. */
type Rows = Readonly<Record<string, ServiceRow<object>>>;

const made = (table: ServiceTable, make: (row: ServiceRow<object>) => object | null): Past =>
  Object.fromEntries(
    Object.entries(table as Rows).flatMap(([name, row]) => {
      const service = make(row);
      return service === null ? [] : [[name, service]];
    }),
  );

/** The services that need only their arguments. */
export const servicesOfArguments = (source: Source, table = SERVICES): Past =>
  made(table, (row) => ('fromArguments' in row ? row.fromArguments(source) : null));

/** The services that need a market, the current or a past one. */
export const servicesOfMarket = (market: MarketService, table = SERVICES): Past => ({
  ...made(table, (row) => ('fromMarket' in row ? row.fromMarket(market) : null)),
  market,
});

/** Opens every service, in the process with the raw log. `opened` gets each service's `close` as soon as it is open. */
export async function openServices(
  host: ServiceHost,
  opened: (close: () => Promise<void> | void) => void,
  table = SERVICES,
): Promise<Services> {
  const services: Record<string, object> = {
    ...servicesOfMarket(host.market, table),
    ...servicesOfArguments(host.source, table),
  };
  for (const [name, row] of Object.entries(table as Rows)) {
    if (!('open' in row)) continue;
    const { service, close } = await row.open(host);
    services[name] = service;
    if (close !== undefined) opened(close);
  }
  return services as unknown as Services;
}

/** Presents some services as all of them; access to a missing one throws the error of `why`. */
export const onlyServices = (some: Past, why: (name: string) => CodedError): Services =>
  new Proxy(some, {
    get(services, name) {
      // A promise looks for `then` in its resolved value.
      if (name === 'then') return undefined;
      if (Object.hasOwn(services, name)) return services[name as keyof Past];
      throw why(String(name));
    },
  }) as Services;
