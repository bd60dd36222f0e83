import assert from "node:assert/strict";
import { transactions } from "../../feeds/mod.ts";
import { count, defineWindow, tumbling, type WindowOptions } from "../../windows/define.ts";
import { transactions3s } from "../../windows/declared/mod.ts";
import { isDeclared, requireEngine, requireWindow } from "./runnable.ts";

const options: WindowOptions = {
  name: "transactions_3s",
  from: transactions,
  window: tumbling("3s"),
  aggregate: { n: count() },
};

for (
  const [what, value, message] of [
    [
      "a stream",
      transactions,
      /^Cannot run the stream transactions: .*defineWindow\(\{ name, from: transactions/,
    ],
    [
      "a name",
      "transaction_3s",
      /by its name, "transaction_3s": import \{ transactions3s \} and give that/,
    ],
    ["another name", "zzzzzzzzzzzz", /by its name, "z+": declare it with defineWindow/],
    ["options", options, /it is not declared yet; write runWindow\(defineWindow\(\{ … \}\)\)/],
    ["nothing", undefined, /^Cannot run undefined: give a window, from defineWindow/],
    ["a list", [transactions3s], /^Cannot run \[ \[Object\] \]: give a window/],
  ] as const
) {
  Deno.test(`requireWindow() of ${what}`, () => {
    assert.throws(() => requireWindow(value), { name: "TypeError", message });
  });
}

Deno.test("requireWindow() and requireEngine() accept what there is, and no other engine", () => {
  requireWindow(transactions3s);
  requireEngine("flink");
  assert.throws(
    () => requireEngine("spark"),
    /^TypeError: Cannot run a window on "spark": the engines are deno, questdb, flink$/,
  );
});

Deno.test("isDeclared() refuses another window with a declared one's name", () => {
  assert.equal(isDeclared(transactions3s, "questdb"), true);
  assert.equal(isDeclared({ ...transactions3s }, "questdb"), true);
  assert.equal(isDeclared(defineWindow({ ...options, name: "my_own" }), "questdb"), false);
  assert.throws(() => isDeclared(defineWindow(options), "flink"), {
    message: /^Cannot run the window transactions_3s on flink: .*Give yours another name$/,
  });
});
