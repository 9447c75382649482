import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { sanitiseText } from '../../core/index.ts';

/** How a notice is shown on this system. */
interface Notifier {
  readonly program: string;
  readonly args: (title: string, text: string) => readonly string[];
}

const TIMEOUT_MS = 5_000;
const MOST_TEXT = 500;

/** Texts are arguments of a fixed script, so that they are never executed. */
const APPLE_SCRIPT = 'on run argv\ndisplay notification (item 2 of argv) with title (item 1 of argv)\nend run';

/** Escapes markup, because notification servers interpret it and texts must not add links or images. */
const withoutMarkup = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const NOTIFIERS: Readonly<Partial<Record<NodeJS.Platform, Notifier>>> = {
  linux: { program: 'notify-send', args: (title, text) => ['--app-name=Tallyfoil', '--', title, withoutMarkup(text)] },
  darwin: { program: 'osascript', args: (title, text) => ['-e', APPLE_SCRIPT, title, text] },
};

export interface Desktop {
  /** Why no notice can be shown; null if one can. */
  readonly refuse: () => string | null;
  /** Shows a notice; returns why it failed, null if it was shown. */
  readonly show: (title: string, text: string) => Promise<string | null>;
}

/** Notices on the desktop of the user who runs the server. */
export function desktopNotices({
  platform,
  path,
}: {
  readonly platform: NodeJS.Platform;
  /** The search path for programs. */
  readonly path: string;
}): Desktop {
  const notifier = NOTIFIERS[platform];
  const program =
    notifier &&
    path
      .split(delimiter)
      .map((folder) => join(folder, notifier.program))
      .find(existsSync);
  const refuse = (): string | null => {
    if (notifier === undefined) return `notices on ${platform} are not part of this version`;
    return program === undefined ? `the program ${notifier.program} is not installed` : null;
  };
  return {
    refuse,
    show: (title, text) => {
      if (notifier === undefined || program === undefined) return Promise.resolve(refuse());
      return new Promise((resolve) =>
        execFile(
          program,
          notifier.args(sanitiseText(title), sanitiseText(text, { max: MOST_TEXT })),
          { timeout: TIMEOUT_MS },
          (error) => resolve(error === null ? null : `${notifier.program} failed: ${error.message.split('\n')[0]}`),
        ),
      );
    },
  };
}
