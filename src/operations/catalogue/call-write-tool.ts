import { invalidInput } from '../../core/index.ts';
import { defineCatalogueOperation } from '../define-operation.ts';
import { notOfDispatcher } from '../errors.ts';
import { dispatch, dispatchInput, dispatchOutput } from './dispatch.ts';

export default defineCatalogueOperation({
  name: 'call_write_tool',
  title: 'Call a write tool',
  toolset: 'catalogue',
  effects: 'write',
  summary: 'Runs any tool of the catalogue that changes the state of this program, with the checks of a direct call.',
  whenToUse: 'To set an alert or follow a market.',
  whenNot: 'It runs no tool that moves money.',
  keywords: ['dispatch', 'execute', 'run', 'invoke', 'change'],
  input: dispatchInput,
  output: dispatchOutput,
  errors: [notOfDispatcher, invalidInput],
  examples: [
    { ask: 'Follow SOLUSDT too', input: { name: 'follow_market', arguments: { symbol: 'SOLUSDT' } } },
    { ask: 'Delete my alert al-1a2b3c4d', input: { name: 'delete_alert', arguments: { id: 'al-1a2b3c4d' } } },
  ],
  handler: dispatch('write'),
});
