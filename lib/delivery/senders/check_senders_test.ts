import assert from "node:assert/strict";
import { UsageError } from "../../errors.ts";
import { feeds } from "../../feeds/mod.ts";
import { checkSenders, type SenderFlags } from "./check_senders.ts";

const feedOf = (wanted: string) => feeds.find(({ name }) => name === wanted)!;

Deno.test("checkSenders() takes senders of a feed that can be divided, and says what is wrong else", () => {
  const direct = { simulate: true, via: "direct" };
  const good = { senders: 4, batch: 500, delay: 50 };
  assert.deepEqual(checkSenders(feedOf("iot"), { ...direct, ...good }), good);
  assert.equal(checkSenders(feedOf("github"), { senders: 1, via: "kafka" }).senders, 1);
  const wrong: [string, SenderFlags, RegExp][] = [
    ["iot", { senders: 4, via: "kafka", simulate: true }, /--senders.*Add --simulate --via direct/],
    ["taxi", { senders: 1, batch: 5, via: "direct" }, /Cannot use --batch/],
    ["iot", { ...direct, senders: 0 }, /--senders 0: write 1 to 64/],
    ["iot", { ...direct, senders: 65 }, /--senders 65/],
    ["iot", { ...direct, senders: 1, batch: 0 }, /--batch 0/],
    ["trades", { ...direct, senders: 2 }, /with trades: each of its records depends/],
    ["iot", { ...direct, senders: 2, time: "arrival" }, /with --time arrival/],
  ];
  for (const [feed, flags, message] of wrong) {
    assert.throws(() => checkSenders(feedOf(feed), flags), (error: Error) => {
      assert.ok(error instanceof UsageError);
      assert.match(error.message, message);
      return true;
    });
  }
});
