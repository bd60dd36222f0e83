import assert from "node:assert/strict";
import { transactions } from "../feeds/mod.ts";
import {
  count,
  defineWindow,
  hopping,
  notNull,
  sum,
  tumbling,
  type WindowOptions,
} from "./define.ts";

const good: WindowOptions = {
  name: "x",
  from: transactions,
  window: tumbling("3s"),
  aggregate: { n: count() },
};

for (
  const [wrong, message] of [
    [{ from: "transactions" }, /from must be a stream, such as transactions; it is "transactions"/],
    [{ from: undefined }, /from must be a stream.*it is undefined/],
    [{ window: "3s" }, /window must be tumbling\("3s"\) or hopping\("60s", "30s"\); it is "3s"/],
    [{ window: tumbling }, /window must be tumbling.*it is \[Function: tumbling\]/],
    [{ aggregate: undefined }, /aggregate must be an object, such as \{ n: count\(\) \}/],
    [{ aggregate: { n: count } }, /aggregate\.n must be count\(\).*it is \[Function: count\]/],
    [{ aggregate: { n: "median" } }, /aggregate\.n must be count\(\), or another of sum, mean/],
    [
      { aggregate: { n: sum(undefined as never) } },
      /aggregate\.n needs a field: sum\("total_paid"\)/,
    ],
    [{ by: "user_id" }, /by must be a list of fields, such as \["user_id"\]; it is "user_id"/],
    [{ where: { status: notNull } }, /where\.status is a function; write notNull\(\)/],
    [{ where: { status: ["Paid"] } }, /where\.status must be one value/],
    [
      { where: { total_paid: 5n } },
      /where\.total_paid must be one value, or notNull\(\); it is 5n/,
    ],
    [{ aggregates: {} }, /it has no option aggregates; the nearest is aggregate$/],
    [{ size: "3s" }, /it has no option size/],
  ] as const
) {
  Deno.test(`defineWindow() refuses ${Deno.inspect(wrong, { depth: 1, compact: true })}`, () => {
    const refused = () => defineWindow({ ...good, ...wrong as object });
    assert.throws(refused, (error: Error) => {
      assert.match(error.message, /^Cannot define the window x: /);
      assert.match(error.message, message);
      return error instanceof TypeError;
    });
  });
}

Deno.test("defineWindow() without options or a name says what a name is", () => {
  for (const nothing of [undefined, {}]) {
    assert.throws(() => defineWindow(nothing as never), /Cannot name a window undefined: use/);
  }
});

Deno.test("defineWindow() takes what is of the right form", () => {
  const all = { by: ["user_id"], where: { status: "Paid" }, grace: "1s", idle: "2s", ahead: "3s" };
  const window = defineWindow({ ...good, ...all, emit: "changes", window: hopping("4s", "2s") });
  assert.deepEqual([window.grace, window.idle, window.ahead], [1000, 2000, 3000]);
  assert.equal(defineWindow({ ...good, where: { status: notNull() } }).by.length, 0);
});
