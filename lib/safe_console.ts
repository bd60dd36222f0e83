/** What a command prints: text from outside cannot control the terminal. */
import { format } from "node:util";
import { coloursFor } from "./colour.ts";
import { printableLines } from "./printable.ts";

const METHODS = ["log", "info", "warn", "error", "debug"] as const;

/** Deno's own, which prints text as it is. */
const { log: print, error: printError } = console;

/**
 * Escapes what could control the terminal in all that is printed through `console`, until it is
 * disposed of: names of files, values, messages of servers, stacks. JSON keeps its meaning.
 */
export function safeConsole(): Disposable {
  const before = { ...console };
  for (const method of METHODS) {
    console[method] = (...words: unknown[]) => before[method](printableLines(format(...words)));
  }
  return {
    [Symbol.dispose]() {
      for (const method of METHODS) console[method] = before[method];
    },
  };
}

/** Prints data that another program may read (CSV): unchanged, unless it goes to a terminal. */
export function printData(text: string, isTerminal: boolean = Deno.stdout.isTerminal()): void {
  print(isTerminal ? printableLines(text) : text);
}

/** Prints text with styles on standard output; what comes from outside must be printable in it. */
export function printStyled(text: string): void {
  print(text);
}

/** Prints `error: …` on standard error, red on a terminal. Nothing in the message can control it. */
export function printFailure(
  message: string,
  isTerminal: boolean = Deno.stderr.isTerminal(),
): void {
  const label = coloursFor(isTerminal).red("error:");
  // A style must not be escaped.
  const write = label === "error:" ? console.error : printError;
  write(`${label} ${printableLines(message)}`);
}
