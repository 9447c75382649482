const FIRST_MS = 400;
const EVERY_MS = 1_000;

/** Shows a line on a terminal that counts the seconds of slow work, and clears it at the end. */
export const showWaiting =
  (write: (text: string) => void) =>
  (what: string): (() => void) => {
    let seconds = 0;
    let shown = false;
    const show = () => {
      write(`\r\u001b[K${what} …${seconds === 0 ? '' : ` ${seconds} s`}`);
      shown = true;
    };
    const first = setTimeout(show, FIRST_MS);
    const every = setInterval(() => {
      seconds++;
      show();
    }, EVERY_MS);
    return () => {
      clearTimeout(first);
      clearInterval(every);
      if (shown) write('\r\u001b[K');
    };
  };
