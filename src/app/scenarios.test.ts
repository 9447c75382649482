import { expect, test } from 'vitest';
import { SCENARIOS } from '../faces/cli/scenarios.ts';
import { scenarioNames } from '../simulator/scenario.ts';

test('the help lists every scenario of the simulator', () => expect(SCENARIOS.split(', ')).toEqual(scenarioNames));
