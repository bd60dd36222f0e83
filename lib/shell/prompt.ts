import { createInterface, type Interface } from "node:readline";
import type { Colours } from "../colour.ts";
import { messageOf } from "../errors.ts";
import { statementsOf } from "../questdb/statements.ts";
import { printableLines } from "../printable.ts";
import { answerText } from "./answer_text.ts";
import { complete } from "./complete.ts";
import { runCommand, type ShellState } from "./shell_commands.ts";
import type { ShellNames } from "./shell_names.ts";
import type { SqlAnswer, SqlSession } from "./sql_session.ts";

/** Options for {@linkcode runPrompt}: what it reads, asks and writes to. */
export interface PromptOptions {
  session: SqlSession;
  names: ShellNames;
  /** A terminal. */
  input: NodeJS.ReadableStream;
  output: NodeJS.WritableStream;
  /** Columns of the terminal, asked before each answer. */
  width: () => number;
  colours: Colours;
  /** Maximum number of rows shown. */
  limit: number;
  /** Earlier lines, the newest first. @default none */
  history?: string[];
}

const PROMPT = "sql> ", CONTINUED = "...> ";

/**
 * Reads statements from a terminal and shows their answers until `\q` or Ctrl-D. Ctrl-C cancels the
 * running statement, or drops what was typed. Errors are shown and the prompt goes on.
 *
 * @returns The lines that were entered.
 */
export async function runPrompt(options: PromptOptions): Promise<string[]> {
  const { session, names, input, output, width, colours, limit } = options;
  const state: ShellState = { expanded: false, timing: false };
  const entered: string[] = [], waiting: string[] = [];
  let buffer = "", running: AbortController | undefined, closed = false, wake = () => {};
  const lines: Interface = createInterface({
    input,
    output,
    terminal: true,
    history: options.history ?? [],
    historySize: 1000,
    removeHistoryDuplicates: true,
    prompt: PROMPT,
    completer: (line: string, done: (error: null, found: [string[], string]) => void) => {
      // Without the database there is nothing to complete; the next statement says why.
      complete(buffer + line, names).catch((): [string[], string] => [[], line])
        .then((found) => done(null, found));
    },
  });
  lines.on("line", (line: string) => {
    waiting.push(line);
    wake();
  });
  lines.on("close", () => {
    closed = true;
    running?.abort(new DOMException("The prompt was closed", "AbortError"));
    wake();
  });
  lines.on("SIGINT", () => {
    if (running) return running.abort(new DOMException("Cancelled", "AbortError"));
    const typed = buffer !== "" || lines.line !== "";
    buffer = "";
    waiting.length = 0;
    Object.assign(lines, { line: "", cursor: 0 }); // What was typed stays on the screen.
    output.write(typed ? "^C\n" : "\n\\q or Ctrl-D ends\n");
    ask();
  });
  const print = (text: string) => output.write(`${text}\n`);
  const show = (answer: SqlAnswer) =>
    print(answerText(answer, {
      format: state.expanded ? "expanded" : "table",
      width: width(),
      wider: colours.dim("\\x shows every column in full"),
      colours,
    }));
  const fail = (error: unknown) =>
    print(`${colours.red("error:")} ${printableLines(messageOf(error))}`);
  function ask() {
    if (closed) return;
    lines.setPrompt(buffer === "" ? PROMPT : CONTINUED);
    lines.prompt();
  }
  async function attempt(work: (signal: AbortSignal) => Promise<void>): Promise<boolean> {
    const started = performance.now();
    running = new AbortController();
    try {
      await work(running.signal);
      if (state.timing) print(`${((performance.now() - started) / 1000).toFixed(3)} s`);
      return true;
    } catch (error) {
      if (running.signal.aborted) print("Cancelled");
      else fail(error);
      return false;
    } finally {
      running = undefined;
    }
  }
  async function take(line: string): Promise<void> {
    if (line.trim() !== "") entered.push(line);
    if (buffer === "" && line.trimStart().startsWith("\\")) {
      try {
        const found = await runCommand(line, { state, names });
        if (found === undefined) lines.close();
        else if (typeof found === "string") print(found);
        else show(found);
      } catch (error) {
        fail(error);
      }
      return;
    }
    const source = `${buffer}${line}\n`;
    const { statements, rest } = statementsOf(source);
    buffer = rest ? source.slice(rest.start) : "";
    for (const statement of statements) {
      const ran = await attempt(async (signal) => {
        show(await session.run(statement, { source, limit, signal }));
      });
      if (!ran) break;
    }
  }

  print(colours.dim("Statements end with ; and \\? lists the commands"));
  ask();
  while (true) {
    const line = waiting.shift();
    if (line !== undefined) {
      await take(line);
      if (waiting.length === 0) ask();
    } else if (closed) break;
    else await new Promise<void>((resolve) => wake = resolve);
  }
  if (!closed) lines.close();
  return entered;
}
