import { invalidInput, sanitiseText } from '../../core/index.ts';
import { findTopic, type Topic } from '../../operations/index.ts';

const MAX_PROBLEMS = 8;

export interface Wanted {
  readonly topic: Topic;
  readonly raw: Readonly<Record<string, unknown>>;
}

const isNumeric = (topic: Topic, name: string): boolean => {
  const { properties } = topic.parametersSchema as { properties?: Readonly<Record<string, { type?: unknown }>> };
  const type = properties?.[name]?.type;
  return type === 'integer' || type === 'number';
};

/** Converts text to a number if the parameter is numeric; other text stays, so that the topic refuses it with its own message. */
const valueOf = (topic: Topic, name: string, text: unknown): unknown =>
  typeof text === 'string' && text.trim() !== '' && isNumeric(topic, name) ? Number(text) : text;

/**
 * The topics named in a path, joined by commas, each with the query parameters that it accepts.
 * Throws `unknown_topic`, and `invalid_input` for a parameter that none of them accepts.
 */
export function wantedTopics(path: string, query: Readonly<Record<string, unknown>>): readonly Wanted[] {
  const names = [...new Set(path.split(',').map((name) => name.trim()))];
  const topics = names.map(findTopic);
  const taken = (name: string) => topics.filter(({ parameters }) => Object.hasOwn(parameters.shape, name));
  const stray = Object.keys(query).filter((name) => taken(name).length === 0);
  if (stray.length > 0) {
    const problems = stray.slice(0, MAX_PROBLEMS).map((name) => `there is no parameter ${sanitiseText(name, { max: 40 })}`);
    throw invalidInput({ operation: names.join(','), problems });
  }
  return topics.map((topic) => ({
    topic,
    raw: Object.fromEntries(
      Object.entries(query)
        .filter(([name]) => Object.hasOwn(topic.parameters.shape, name))
        .map(([name, text]) => [name, valueOf(topic, name, text)]),
    ),
  }));
}
