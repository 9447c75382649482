export { prophetModel } from './prophet.ts';
