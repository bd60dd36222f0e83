import assert from "node:assert/strict";
import { coloursFor } from "./colour.ts";

Deno.test("coloursFor() styles on a terminal only, and not with NO_COLOR", () => {
  assert.equal(coloursFor(true, false).red("x"), "\x1b[31mx\x1b[0m");
  assert.equal(coloursFor(true, false).dim(""), "");
  assert.equal(coloursFor(true, true).red("x"), "x");
  assert.equal(coloursFor(false, false).bold("x"), "x");
});
