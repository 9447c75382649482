/**
 * Volume by price, prices in the order in which they first came; the first `count` of each list are in use. Sums of whole
 * numbers are exact while they are below 2^53, whatever their order.
 */
export interface VolumeTable {
  prices: Float64Array<ArrayBuffer>;
  volumes: Float64Array<ArrayBuffer>;
  count: number;
  /** Places of prices by their hash, plus one; 0: free. At least two slots for each price. */
  slots: Int32Array<ArrayBuffer>;
}

/** Prices and their volumes, as lists. */
export type PriceVolumes = Pick<VolumeTable, 'prices' | 'volumes' | 'count'>;

const FIRST_CAPACITY = 256;

export const createVolumeTable = (): VolumeTable => ({
  prices: new Float64Array(FIRST_CAPACITY),
  volumes: new Float64Array(FIRST_CAPACITY),
  count: 0,
  slots: new Int32Array(2 * FIRST_CAPACITY),
});

/** The two halves of a float64. */
const value = new Float64Array(1);
const halves = new Int32Array(value.buffer);

function slotOf({ prices, slots }: VolumeTable, price: number): number {
  value[0] = price;
  const mixed = Math.imul(halves[0]! ^ Math.imul(halves[1]!, 0x85_eb_ca_6b), 0x9e_37_79_b1);
  const mask = slots.length - 1;
  let slot = (mixed ^ (mixed >>> 15)) & mask;
  for (let held = slots[slot]!; held !== 0 && prices[held - 1] !== price; held = slots[slot]!) slot = (slot + 1) & mask;
  return slot;
}

/** Adds a volume at a price. */
export function addVolume(table: VolumeTable, price: number, volume: number): void {
  const slot = slotOf(table, price);
  const held = table.slots[slot]!;
  if (held !== 0) {
    table.volumes[held - 1]! += volume;
    return;
  }
  if (table.count === table.prices.length) return widen(table, price, volume);
  table.prices[table.count] = price;
  table.volumes[table.count] = volume;
  table.slots[slot] = ++table.count;
}

function widen(table: VolumeTable, price: number, volume: number): void {
  const capacity = 2 * table.count;
  const prices = new Float64Array(capacity);
  const volumes = new Float64Array(capacity);
  prices.set(table.prices);
  volumes.set(table.volumes);
  Object.assign(table, { prices, volumes, slots: new Int32Array(2 * capacity) });
  for (let i = 0; i < table.count; i++) table.slots[slotOf(table, prices[i]!)] = i + 1;
  addVolume(table, price, volume);
}
