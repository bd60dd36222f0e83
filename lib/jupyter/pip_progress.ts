/** Milliseconds between two lines where standard error is not a terminal. */
const EVERY = 5000;

/** Options for {@linkcode pipProgress}. */
export interface PipProgressOptions {
  /** One line, written again and again, instead of lines. @default whether standard error is a terminal */
  isTerminal?: boolean;
  /** Writes to the terminal. @default standard error */
  write?: (text: string) => void;
  /** Milliseconds of a clock that never goes back. @default performance.now */
  now?: () => number;
}

/**
 * Shows how far pip is, from the lines that it prints: its own bars need a terminal.
 *
 * @param log Receives lines where there is no terminal, one in five seconds.
 */
export function pipProgress(
  log: (line: string) => void,
  options: PipProgressOptions = {},
): Disposable & { take(line: string): void } {
  const { isTerminal = Deno.stderr.isTerminal(), now = () => performance.now() } = options;
  const { write = (text) => void Deno.stderr.writeSync(new TextEncoder().encode(text)) } = options;
  let fetched = 0, last = now(), drawn = false;
  function show(text: string): void {
    if (isTerminal) {
      write(`\r\x1b[2K${text.slice(0, 70)}`);
      drawn = true;
    } else if (now() - last >= EVERY) {
      last = now();
      log(text);
    }
  }
  return {
    take(line) {
      const name = /^Collecting ([\w.-]+)/.exec(line)?.[1];
      const installing = /^Installing collected packages: (.*)/.exec(line)?.[1];
      if (name) show(`  package ${++fetched}: ${name}`);
      else if (installing) show(`  installing ${installing.split(",").length} packages …`);
    },
    [Symbol.dispose]() {
      if (drawn) write("\r\x1b[2K");
    },
  };
}
