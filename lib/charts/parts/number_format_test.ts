import assert from "node:assert/strict";
import { compact, full } from "./number_format.ts";

Deno.test("compact() and full() write numbers short and in full", () => {
  assert.deepEqual([1234567, 0.00123, -1500].map(compact), ["1.23M", "0.00123", "-1.5K"]);
  assert.deepEqual([1234567.891, 0.00123, 0].map(full), ["1,234,567.89", "0.00123", "0"]);
});
