const CONTEXT = 3;

/** The difference of two texts as one hunk of a unified diff, because our edits touch one place. Empty if they are equal. */
export function lineDiff(before: string, after: string): string {
  if (before === after) return '';
  const old = linesOf(before);
  const now = linesOf(after);
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < old.length - head && tail < now.length - head && old[old.length - 1 - tail] === now[now.length - 1 - tail])
    tail++;
  const from = Math.max(0, head - CONTEXT);
  const above = old.slice(from, head);
  const below = old.slice(old.length - tail, old.length - tail + CONTEXT);
  const removed = old.slice(head, old.length - tail);
  const added = now.slice(head, now.length - tail);
  const size = (count: number) => `${count === 0 ? from : from + 1},${count}`;
  return [
    `@@ -${size(above.length + removed.length + below.length)} +${size(above.length + added.length + below.length)} @@`,
    ...above.map((line) => ` ${line}`),
    ...removed.map((line) => `-${line}`),
    ...added.map((line) => `+${line}`),
    ...below.map((line) => ` ${line}`),
  ].join('\n');
}

const linesOf = (text: string): string[] => {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
};
