import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cached, type MarketSamples } from './withdrawal-samples.ts';

const made: MarketSamples = {
  ...{ name: 'one', regime: 'thin', seed: 1, hours: 1.25, weight: 1, from: 1 },
  ...{ names: [], episodes: [], samples: [] },
};

test('samples are made once, and a file of another version is not read', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'samples-'));
  try {
    const { weight: _, from: __, ...older } = made;
    writeFileSync(join(folder, 'one.json'), JSON.stringify(older));
    let times = 0;
    const make = () => {
      times++;
      return made;
    };
    expect(await cached(folder, 'one', make)).toEqual(made);
    expect(await cached(folder, 'one', make)).toEqual(made);
    expect(times).toBe(1);
    expect(readdirSync(folder).filter((name) => /^v\d+$/.test(name))).toHaveLength(1);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
