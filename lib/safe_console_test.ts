import assert from "node:assert/strict";
import { defineCommand, execute } from "./cli.ts";
import { safeConsole } from "./safe_console.ts";

/** What `work` prints, on both streams. */
async function printedBy(work: () => unknown): Promise<string[]> {
  const { log, error } = console;
  const lines: string[] = [];
  console.log = console.error = (line) => void lines.push(line);
  try {
    await work();
  } finally {
    Object.assign(console, { log, error });
  }
  return lines;
}

const HOSTILE = "\x1b[2J\x9b1m\x7f\u202e\u2066\r";
const SHOWN = "\\x1b[2J\\u009b1m\\u007f\\u202e\\u2066\\r";

Deno.test("safeConsole() escapes all that is printed, until it is disposed of", async () => {
  const lines = await printedBy(() => {
    {
      using _ = safeConsole();
      console.log(HOSTILE);
      console.error("%s: %d\n\tmore", HOSTILE, 7);
      console.log(JSON.stringify({ [HOSTILE]: HOSTILE }));
    }
    console.log("\x1b[0m");
  });
  assert.deepEqual(lines.slice(0, 2), [SHOWN, `${SHOWN}: 7\n\tmore`]);
  assert.deepEqual(JSON.parse(lines[2]!), { [HOSTILE]: HOSTILE });
  assert.doesNotMatch(lines[2]!, /[\p{Cc}\p{Bidi_Control}]/u);
  assert.equal(lines[3], "\x1b[0m");
});

Deno.test("execute() prints an error's lines, and nothing in them that controls the terminal", async () => {
  const command = defineCommand({
    name: "brew",
    summary: "",
    flags: {},
    examples: [],
    run() {
      console.log(`pot ${HOSTILE}`);
      throw new Error(`Cannot brew ${HOSTILE}:\n  no water`);
    },
  });
  const lines = await printedBy(() => execute(command, []));
  assert.deepEqual(lines, [`pot ${SHOWN}`, `error: Cannot brew ${SHOWN}:\n  no water`]);
  const wrong = await printedBy(() => execute(command, [`--x${HOSTILE}`]));
  // deno-lint-ignore no-control-regex
  assert.doesNotMatch(wrong.join(""), /[\x1b\x7f\x9b\u202e]/);
});
