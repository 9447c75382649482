export { createMarketMemory, type DefaultMarkets, type MarketMemory } from './memory.ts';
export { createFollowing } from './service.ts';
