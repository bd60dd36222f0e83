import assert from "node:assert/strict";
import type { Account } from "../../processing/account.ts";
import { addedUp } from "./added_up.ts";

function account(read: number, rows: number | null): Account {
  const counts = { read, published: read - 1, rejected: 1, deadLettered: 1, unknownFields: 0 };
  return { stream: "beats", ...counts, stored: read - 1, rows };
}

Deno.test("addedUp() adds the senders' records, and takes the rows that the last one counted", () => {
  const [sum, ...others] = addedUp([[account(10, 14)], [account(20, 30)], []]);
  assert.deepEqual(others, []);
  assert.deepEqual(sum, {
    ...{ stream: "beats", read: 30, published: 28, rejected: 2, deadLettered: 2 },
    ...{ unknownFields: 0, stored: 28, rows: 30 },
  });
});

Deno.test("addedUp() does not count rows as stored that a dropped table has lost", () => {
  assert.equal(addedUp([[account(10, 3)], [account(20, 5)]])[0]!.stored, 5);
  assert.equal(addedUp([[account(10, null)], [account(20, null)]])[0]!.stored, 28);
});
