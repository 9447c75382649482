import { optionInvalid } from './errors.ts';
import type { ModelOptions } from './model.ts';

interface NumberRule {
  readonly min: number;
  readonly max: number;
  readonly whole?: 'whole';
}

/** Parses a model's options one by one. Throws a coded error, with the model's name, on unknown names and wrong values. */
export function optionReader(model: string, options: ModelOptions, known: readonly string[]) {
  const refuse = (problem: string) => optionInvalid({ model, problem });
  if (typeof options !== 'object' || options === null) throw refuse('options must be an object');
  const strange = Object.keys(options).filter((key) => !known.includes(key));
  if (strange.length > 0) throw refuse(`unknown ${strange.join(', ')}; known: ${known.join(', ') || 'none'}`);

  const check = (name: string, value: unknown, { min, max, whole }: NumberRule): number => {
    const fits = typeof value === 'number' && value >= min && value <= max && (!whole || Number.isInteger(value));
    if (!fits) throw refuse(`${name} must be ${whole ? 'an integer' : 'a number'} from ${min} to ${max}`);
    return value;
  };
  return {
    refuse,
    number: (name: string, rule: NumberRule): number | undefined =>
      options[name] === undefined ? undefined : check(name, options[name], rule),
    choice: <C extends string>(name: string, choices: readonly C[]): C | undefined => {
      const value = options[name];
      if (value === undefined) return undefined;
      const found = choices.find((choice) => choice === value);
      if (found === undefined) throw refuse(`${name} must be one of ${choices.join(', ')}`);
      return found;
    },
    /** A list of numbers, of any or a fixed length. */
    numbers: (name: string, rule: NumberRule & { readonly length?: number }): readonly number[] | undefined => {
      const value = options[name];
      if (value === undefined) return undefined;
      if (!Array.isArray(value) || (rule.length !== undefined && value.length !== rule.length)) {
        throw refuse(`${name} must be a list${rule.length === undefined ? '' : ` of ${rule.length}`}`);
      }
      return value.map((item) => check(name, item, rule));
    },
    strings: (name: string): readonly string[] | undefined => {
      const value = options[name];
      if (value === undefined) return undefined;
      if (!Array.isArray(value) || !value.every((item) => typeof item === 'string'))
        throw refuse(`${name} must be a list of names`);
      return value;
    },
  };
}
