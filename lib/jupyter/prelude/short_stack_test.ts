import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { UsageError } from "../../errors.ts";
import { checkColumns } from "../../charts/parts/chart_rows.ts";
import { describeError } from "./describe_error.ts";
import { shortStack } from "./short_stack.ts";

const OWN = fileURLToPath(new URL("../../", import.meta.url));
const PACKAGE = "/cache/npm/arquero/8.0.1/src";

Deno.test("shortStack() keeps cells and files of the user, and of others the innermost frame", () => {
  const stack = [
    "TypeError: a",
    "second line",
    `    at error (${PACKAGE}/util/error.js:3:9)`,
    "    at Map.forEach (<anonymous>)",
    `    at select (${PACKAGE}/verbs/select.js:13:11)`,
    `    at ${OWN}notebook/frame/frame.ts:1:2`,
    "    at mine (/home/me/helpers.ts:3:4)",
    "    at Array.map (<anonymous>)",
    `    at async draw (${OWN}notebook/display/show.ts:1:2)`,
    `    at async orStopped (${OWN}notebook/stop.ts:1:2)`,
    "    at async cell [3], line 1",
  ];
  const [message, second, innermost, , , , mine, map, draw, , cell] = stack;
  assert.deepEqual(shortStack(stack.join("\n"), "TypeError").split("\n"), [
    ...[message, second, innermost, mine, map, draw, cell],
  ]);
  assert.deepEqual(shortStack(stack.join("\n"), "UsageError").split("\n"), [
    ...[message, second, mine, map, cell],
  ]);
});

Deno.test("describeError() of an error that explains itself has no frames of the library", () => {
  try {
    checkColumns("line", [{ a: 1 }], { x: undefined });
  } catch (error) {
    assert.ok(error instanceof UsageError);
    assert.match(error.stack!, /chart_rows\.ts/);
    assert.equal(describeError(error), `UsageError: ${error.message}`);
  }
});
