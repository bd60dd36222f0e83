import assert from "node:assert/strict";
import kafkajs from "kafkajs";
import { createErrorFromCode, LEADER_NOT_AVAILABLE } from "./kafkajs_internals.ts";
import { renewable } from "./renewable.ts";

/** Connections that count what is done with them. */
function fake() {
  const made: { opened: number; closed: number }[] = [];
  const connections = renewable(() => {
    const one = { opened: 0, closed: 0 };
    made.push(one);
    return {
      number: made.length,
      connect: () => Promise.resolve(void one.opened++),
      disconnect: () => Promise.resolve(void one.closed++),
    };
  }, () => {});
  return { connections, made };
}

Deno.test("renewable() replaces connections of which one failed, once", async () => {
  const { connections, made } = fake();
  const lost = new kafkajs.KafkaJSConnectionError("refused");
  const use = () => connections.use(() => Promise.reject(lost));
  const both = await Promise.allSettled([use(), use()]);
  assert.deepEqual(both.map(({ status }) => status), ["rejected", "rejected"]);
  assert.equal(await connections.use(({ number }) => Promise.resolve(number)), 2);
  assert.deepEqual(made, [{ opened: 2, closed: 1 }, { opened: 1, closed: 0 }]);
  await connections.close();
  assert.equal(made[1]!.closed, 1);
});

Deno.test("renewable() keeps connections if Kafka answered, also with an error", async () => {
  const { connections, made } = fake();
  for (const error of [createErrorFromCode(LEADER_NOT_AVAILABLE), new TypeError("wrong")]) {
    await assert.rejects(connections.use(() => Promise.reject(error)), error);
  }
  assert.equal(made.length, 1);
});
