import { invalidInput } from '../../core/index.ts';
import { defineCatalogueOperation } from '../define-operation.ts';
import { notOfDispatcher } from '../errors.ts';
import { dispatch, dispatchInput, dispatchOutput } from './dispatch.ts';

export default defineCatalogueOperation({
  name: 'call_read_tool',
  title: 'Call a read tool',
  toolset: 'catalogue',
  effects: 'read',
  summary: 'Runs any read-only tool of the catalogue, with the checks of a direct call.',
  whenToUse: 'For an unlisted tool that find_tools found.',
  keywords: ['dispatch', 'execute', 'run', 'invoke'],
  input: dispatchInput,
  output: dispatchOutput,
  errors: [notOfDispatcher, invalidInput],
  examples: [
    { ask: 'Run the Kraken candles tool', input: { name: 'kraken_spot_klines_tool', arguments: { interval: '1h' } } },
    { ask: 'List the markets through the dispatcher', input: { name: 'list_markets' } },
  ],
  handler: dispatch('read'),
});
