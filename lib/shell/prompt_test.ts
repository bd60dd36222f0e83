import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { coloursFor } from "../colour.ts";
import type { QuestdbEndpoint } from "../config.ts";
import { Terminal } from "../terminal_testing.ts";
import { runPrompt } from "./prompt.ts";
import type { ShellNames } from "./shell_names.ts";
import type { SqlSession } from "./sql_session.ts";

const names: ShellNames = {
  list: () => Promise.resolve([{ table: "trips", kind: "table", rows: 3, from: null, to: null }]),
  describe: (table) =>
    Promise.resolve(table === "trips" ? [{ column: "fare", type: "DOUBLE", key: "" }] : []),
  tables: () => Promise.resolve(["trips", "weather"]),
  columns: (table) => Promise.resolve(table === "trips" ? ["fare", "company"] : []),
};

/** A database that answers with the statement, waits for Ctrl-C at `wait`, and refuses `wrong`. */
const session: SqlSession = {
  endpoint: {} as QuestdbEndpoint,
  close: () => Promise.resolve(),
  run: ({ text }, { signal }) => {
    if (text === "wrong") {
      return Promise.reject(new SyntaxError("QuestDB refused\x1b[2J the query"));
    }
    if (text === "wait") {
      return new Promise((_, reject) =>
        signal!.addEventListener("abort", () => reject(signal!.reason))
      );
    }
    return Promise.resolve({ columns: ["a"], rows: [{ a: text.replace(/\s+/g, " ") }] });
  },
};

/** A prompt on a terminal of 60 columns: `type` waits until the output is quiet. */
function start(history: string[] = []) {
  const input = new PassThrough(), output = new PassThrough();
  const screen = new Terminal(60);
  let last = 0;
  output.on("data", (bytes) => {
    screen.write(String(bytes));
    last = performance.now();
  });
  const ended = runPrompt({
    ...{ session, names, input, output, history, width: () => 60, limit: 10 },
    colours: coloursFor(true, false),
  });
  const quiet = async () => {
    last = performance.now();
    while (performance.now() - last < 60) await new Promise((resolve) => setTimeout(resolve, 10));
  };
  return {
    ended,
    async type(...keys: string[]) {
      for (const key of keys) {
        input.write(key);
        await quiet();
      }
      return screen.rows.map((row) => row.trimEnd());
    },
    end: () => input.end(),
  };
}

Deno.test("runPrompt() runs statements of several lines at their semicolon, and two in one line", async () => {
  const prompt = start();
  const rows = await prompt.type("select 1\r", "from trips;\r", "select 2; select 3;\r");
  const shown = rows.filter((row) => row !== "").slice(1);
  assert.deepEqual(shown, [
    ...["sql> select 1", "...> from trips;", "a", "-------------------", "select 1 from trips"],
    ...["sql> select 2; select 3;", "a", "--------", "select 2", "a", "--------", "select 3"],
    "sql>",
  ]);
  await prompt.type("\\q\r");
  assert.deepEqual(await prompt.ended, [
    ...["select 1", "from trips;", "select 2; select 3;", "\\q"],
  ]);
});

Deno.test("runPrompt() goes on after an error, and Ctrl-C cancels what runs or what was typed", async () => {
  const prompt = start();
  const text = (await prompt.type("wrong;\r")).join("\n");
  assert.match(text, /error: QuestDB refused\\x1b\[2J the query\nsql>$/);
  await prompt.type("wait;\r");
  assert.match((await prompt.type("\x03")).join("\n"), /wait;\n+Cancelled\nsql>$/);
  assert.match(
    (await prompt.type("select\r", "half", "\x03")).join("\n"),
    /\.\.\.> half\^C\nsql>$/,
  );
  assert.match((await prompt.type("whole;\r")).join("\n"), /\nwhole\nsql>$/);
  assert.match((await prompt.type("\x03")).join("\n"), /\\q or Ctrl-D ends\nsql>$/);
  prompt.end();
  await prompt.ended;
});

Deno.test("runPrompt() has commands, completion by Tab, and earlier lines by the arrow", async () => {
  const prompt = start(["select 42;"]);
  assert.match(
    (await prompt.type("\\d\r")).join("\n"),
    /trips {2}table {5}3 {2}null {2}null\nsql>/,
  );
  assert.match((await prompt.type("\\d trips;\r")).join("\n"), /fare {4}DOUBLE\nsql>/);
  assert.match((await prompt.type("\\d nothing\r")).join("\n"), /error: There is no table nothing/);
  assert.match(
    (await prompt.type("\\what\r")).join("\n"),
    /There is no command \\what: \\d {2}\\x/,
  );
  assert.match((await prompt.type("\\x\r", "7;\r")).join("\n"), /-- row 1 -+\na {2}7\nsql>$/);
  assert.match(
    (await prompt.type("from we", "\t", ";\r")).join("\n"),
    /\na {2}from weather\nsql>$/,
  );
  assert.match((await prompt.type("from trips where com", "\t")).join("\n"), /where company$/);
  await prompt.type("\x03", "\\timing\r");
  assert.match((await prompt.type("1;\r")).join("\n"), /\n0\.\d{3} s\nsql>$/);
  assert.match((await prompt.type("\x1b[A", "\x1b[A")).join("\n"), /\nsql> \\timing$/);
  prompt.end();
  await prompt.ended;
});
