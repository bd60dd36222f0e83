import assert from "node:assert/strict";
import { products, users } from "../feeds/mod.ts";
import { productRows, userRows } from "./shop_rows.ts";

Deno.test("the shop's rows are valid records of the streams, numbered from 1", () => {
  const event = (after: object) => ({ before: null, after, op: "r", ts_ms: 1 });
  for (
    const [rows, stream, count] of [[productRows(), products, 80], [
      userRows(),
      users,
      300,
    ]] as const
  ) {
    assert.deepEqual(rows.map(({ id }) => id), Array.from({ length: count }, (_, i) => i + 1));
    for (const row of rows) assert.deepEqual(stream.check(event(row)), []);
  }
});
