import assert from "node:assert/strict";
import { runScript } from "./run_script.ts";
import type { SqlSession } from "./sql_session.ts";

Deno.test("runScript() says what to write for a command of the prompt, and sends it to no database", async () => {
  const asked: string[] = [];
  const session = {
    run({ text }: { text: string }) {
      asked.push(text);
      return Promise.resolve({ columns: [], rows: [] });
    },
  } as unknown as SqlSession;
  const errors: string[] = [];
  const options = {
    keepGoing: true,
    onAnswer: () => {},
    onError: (message: string) => errors.push(message),
    signal: new AbortController().signal,
  };
  const source = "select 1;\n\\d taxi_trips;\n\\x\nselect 2; select '\\d'";
  assert.equal(await runScript(session, source, options), 2);
  assert.deepEqual(asked, ["select 1", "select '\\d'"]);
  assert.match(
    errors[0]!,
    /^Statement 2 of 4: \\d is a command of the prompt only\. .*show tables/,
  );
  assert.match(errors[1]!, /\\x is a command of the prompt only/);
});
