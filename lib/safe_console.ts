/** What a command prints: text from outside cannot control the terminal. */
import { format } from "node:util";
import { printableLines } from "./printable.ts";

const METHODS = ["log", "info", "warn", "error", "debug"] as const;

/** Deno's own, which prints text as it is. */
const { log: print } = console;

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
