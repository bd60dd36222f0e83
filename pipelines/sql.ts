/** `deno task sql`: SQL from the shell. */
import process from "node:process";
import { resolve } from "node:path";
import { defineCommand, main } from "../lib/cli.ts";
import { coloursFor } from "../lib/colour.ts";
import { projectFolder } from "../lib/config.ts";
import { UsageError } from "../lib/errors.ts";
import { printData, printFailure, printStyled } from "../lib/safe_console.ts";
import { answerText } from "../lib/shell/answer_text.ts";
import { appendHistory, readHistory } from "../lib/shell/history_file.ts";
import { runPrompt } from "../lib/shell/prompt.ts";
import { runScript } from "../lib/shell/run_script.ts";
import { shellNames } from "../lib/shell/shell_names.ts";
import { openSqlSession, type SqlAnswer } from "../lib/shell/sql_session.ts";
import { findStack } from "../lib/stack/mod.ts";

await main(defineCommand({
  name: "sql",
  summary:
    "Runs SQL in QuestDB: the statements given, those of a file or of standard input; on a " +
    "terminal\nwithout any, a prompt.",
  words: '["select …"]',
  count: [0, 1],
  flags: {
    file: { type: "string", short: "f", value: "path", help: "run the statements of a file" },
    json: {
      type: "boolean",
      help: "print the rows as a JSON array, one line for each statement",
    },
    csv: {
      type: "boolean",
      help: "print CSV with a header, an empty line between statements",
    },
    expanded: { type: "boolean", short: "x", help: "print a line for each column, not a table" },
    rows: { type: "integer", value: "n", default: 50, help: "maximum rows of a printed table" },
    continue: { type: "boolean", help: "go on after a statement that failed; still exits 1" },
  },
  examples: [
    'deno task sql "select type, count() from github_events order by 2 desc"',
    'deno task sql "select * from taxi_trips" --csv > trips.csv',
    "deno task sql -f report.sql --json",
    "deno task sql < report.sql",
    "deno task sql                      # a prompt: history, Tab, \\d, \\x, \\timing, \\q",
  ],
  async run({ flags, args, signal }) {
    const format = flags.json ? "json" : flags.csv ? "csv" : flags.expanded ? "expanded" : "table";
    const source = await sourceOf(args[0], flags.file);
    const { endpoints } = await findStack({ need: ["questdb"] });
    const session = openSqlSession(endpoints.questdb, format === "json" ? "date" : "text");
    const isTerminal = Deno.stdout.isTerminal();
    const colours = coloursFor(isTerminal);
    try {
      if (source === undefined) {
        const path = `${projectFolder}/.stack/sql_history`;
        const entered = await runPrompt({
          session,
          names: shellNames(endpoints.questdb),
          input: process.stdin,
          output: process.stdout,
          width: terminalWidth,
          colours,
          limit: flags.rows,
          history: await readHistory(path),
        });
        return await appendHistory(path, entered);
      }
      let first = true;
      const print = (answer: SqlAnswer) => {
        const width = isTerminal ? terminalWidth() : undefined;
        const wider = colours.dim("-x shows every column in full");
        const text = answerText(answer, { format, width, wider, colours });
        if (!first && format !== "json") console.log();
        first = false;
        if (format === "csv") printData(text);
        else if (format === "json") console.log(text);
        else printStyled(text);
      };
      const failed = await runScript(session, source, {
        limit: format === "table" || format === "expanded" ? flags.rows : undefined,
        keepGoing: flags.continue,
        onAnswer: print,
        onError: (message) => printFailure(message),
        signal,
      });
      return failed > 0 ? 1 : 0;
    } finally {
      await session.close();
    }
  },
}));

/** The statements to run; undefined for a prompt. */
async function sourceOf(text?: string, file?: string): Promise<string | undefined> {
  if (text !== undefined && file !== undefined) {
    throw new UsageError("Cannot use a statement and --file: give one of them");
  }
  if (text === undefined && file === undefined && Deno.stdin.isTerminal()) {
    if (Deno.stdout.isTerminal()) return undefined;
    throw new UsageError('Missing "select …": the prompt needs a terminal for its output too');
  }
  const found = text ??
    (file === undefined || file === "-"
      ? await new Response(Deno.stdin.readable).text()
      : await readScript(file));
  if (found.trim() === "") {
    throw new UsageError('Missing "select …": give a statement, -f file, or statements by a pipe');
  }
  return found;
}

async function readScript(file: string): Promise<string> {
  const path = resolve(Deno.env.get("INIT_CWD") ?? ".", file);
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) {
      throw new UsageError(`Cannot read ${file}: there is no such file`);
    }
    if (!(error instanceof Deno.errors.NotCapable)) throw error;
    throw new UsageError(
      `Cannot read ${file}: this command reads files of the project and /tmp only. ` +
        `Use: deno task sql < ${file}`,
    );
  }
}

function terminalWidth(): number {
  const { columns } = Deno.consoleSize();
  return columns > 0 ? columns : 80; // A terminal that does not know its size reports 0.
}
