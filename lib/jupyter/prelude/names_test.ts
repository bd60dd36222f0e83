import assert from "node:assert/strict";
import { cellUrl, countIn } from "./names.ts";

Deno.test("countIn() reads what cellUrl() writes, and nothing else", () => {
  assert.equal(countIn(cellUrl(12)), 12);
  assert.equal(countIn("file:///cell[12].ts"), undefined);
  assert.equal(countIn(""), undefined);
});
