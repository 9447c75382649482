import type { Finding } from '../../faces/cli/index.ts';

export const fine = (check: string, what: string): Finding => ({ check, level: 'ok', what, advice: null });
export const warning = (check: string, what: string, advice: string): Finding => ({ check, level: 'warning', what, advice });
export const problem = (check: string, what: string, advice: string): Finding => ({ check, level: 'problem', what, advice });
