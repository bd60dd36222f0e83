import assert from "node:assert/strict";
import { messageOf } from "../errors.ts";
import type { KafkaClient } from "../kafka/client.ts";
import { seeded } from "../random.ts";
import { until } from "../retry.ts";
import { startProcessor } from "./processor.ts";
import { FakeGroup, FakeOutput } from "./processor_testing.ts";

/** A processor that upper-cases: "bad…" is rejected, three messages fill its output. */
async function upperCase({ full = 3, linger = 60_000 } = {}) {
  const events: string[] = [];
  const group = new FakeGroup(events);
  const output = new FakeOutput("out", events);
  const deadLetters = new FakeOutput("dead", events);
  const processor = await startProcessor({} as KafkaClient, {
    group: "g",
    topics: ["t"],
    handle(message) {
      const text = message.text()!;
      if (text.startsWith("bad")) return deadLetters.pending.push(text) >= full;
      return output.pending.push(text.toUpperCase()) >= full;
    },
    outputs: [output],
    deadLetters,
    linger,
    consume: group.consume,
  });
  return { events, group, output, deadLetters, processor };
}

Deno.test("outputs are flushed, then dead letters, then offsets are committed", async () => {
  const { events, group, processor } = await upperCase();
  await group.deliver(["a", "bad b"]);
  await processor.stop();
  assert.deepEqual(events, [
    "flush out A",
    "out has A",
    "flush dead bad b",
    "dead has bad b",
    "commit t/0 2",
  ]);
  await processor.done;
});

Deno.test("a full output is flushed in the middle of a batch, and committed up to there", async () => {
  const { events, group, processor, output } = await upperCase({ full: 2 });
  await group.deliver(["a"]);
  await group.deliver(["b", "c"], 1);
  await until(() => group.committed.get("t/0") === 2, { within: 5000 });
  assert.deepEqual(events.filter((event) => event.startsWith("commit")), ["commit t/0 2"]);
  await processor.stop();
  assert.deepEqual(group.committed.get("t/0"), 3);
  assert.deepEqual(output.flushed, ["A", "B", "C"]);
});

Deno.test("the next batch is read while one is flushed; the one after waits", async () => {
  const { group, output, processor } = await upperCase({ full: 1 });
  const gate = Promise.withResolvers<void>();
  output.gate = gate.promise;
  await group.deliver(["a"]); // its flush is held up
  const second = group.deliver(["b"], 1);
  let passed = false;
  second.then(() => passed = true);
  await until(() => output.pending.length === 1); // b is handled while a is in flight
  assert.deepEqual([passed, output.flushed, [...group.committed]], [false, [], []]);
  gate.resolve();
  await second;
  await processor.stop();
  assert.deepEqual([output.flushed, group.committed.get("t/0")], [["A", "B"], 2]);
});

Deno.test("revocation flushes and commits what was handled before it resolves", async () => {
  const { events, group, output, processor } = await upperCase();
  await group.deliver(["a", "b"]);
  await group.revoke();
  assert.deepEqual([output.flushed, group.committed.get("t/0")], [["A", "B"], 2]);
  await processor.stop();
  assert.deepEqual(events.filter((event) => event.startsWith("commit")), ["commit t/0 2"]);
});

Deno.test("revocation while a flush is under way waits for it, and commits in order", async () => {
  const { events, group, output, processor } = await upperCase({ full: 1 });
  const gate = Promise.withResolvers<void>();
  output.gate = gate.promise;
  await group.deliver(["a"]);
  const revoked = group.revoke();
  group.owned.clear(); // meanwhile the group has assigned the partition to another member
  gate.resolve();
  await revoked;
  assert.equal(group.committed.get("t/0"), undefined); // refused: the other member reads it again
  assert.deepEqual(events, ["flush out A", "out has A", "commit t/0 1"]);
  await processor.stop();
});

Deno.test("a handler that only rejects flushes its dead letters in pieces, and offsets move", async () => {
  const { group, output, deadLetters, processor } = await upperCase({ full: 10 });
  const bad = Array.from({ length: 1000 }, (_, i) => `bad ${i}`);
  await group.deliver(bad.slice(0, 500));
  await group.deliver(bad.slice(500), 500);
  assert.ok(deadLetters.pending.length < 10, "rejections pile up in memory");
  await processor.stop();
  assert.deepEqual([output.flushed, deadLetters.flushed], [[], bad]);
  assert.equal(group.committed.get("t/0"), 1000);
});

Deno.test("an output that fails ends the processor, and nothing is committed", async () => {
  const { group, output, processor } = await upperCase({ full: 2, linger: 20 });
  await group.deliver(["a"]);
  output.failure = new Error("the disk is full");
  await assert.rejects(processor.done, /the disk is full/);
  assert.deepEqual([...group.committed], []);
  await assert.rejects(group.deliver(["b", "c"], 1), /the disk is full/);
  await assert.rejects(processor.stop(), /the disk is full/);
});

Deno.test("nothing is committed if the dead letters fail either", async () => {
  const { group, deadLetters, processor } = await upperCase({ linger: 20 });
  deadLetters.failure = new Error("no such topic");
  await group.deliver(["a", "bad"]);
  await assert.rejects(processor.done, /no such topic/);
  assert.deepEqual([...group.committed], []);
});

Deno.test("a message that waits is flushed after linger, by itself", async () => {
  const { group, output, processor } = await upperCase({ linger: 40 });
  const started = performance.now();
  await group.deliver(["a"]);
  await until(() => group.committed.get("t/0") === 1, { every: 2 });
  assert.ok(performance.now() - started >= 8, "it did not wait for others");
  assert.deepEqual(output.flushed, ["A"]);
  await processor.stop();
});

Deno.test("stop without messages commits nothing", async () => {
  const { events, processor } = await upperCase();
  await processor.stop();
  assert.deepEqual(events, []);
  await processor.done;
});

Deno.test("any mix of batches, full outputs and rebalances leaves every message in one place", async () => {
  const random = seeded("processor");
  for (let round = 0; round < 40; round++) {
    const { group, output, deadLetters, processor } = await upperCase({
      full: random.int(1, 6),
      linger: random.pick([1, 60_000]),
    });
    const texts: string[] = [];
    for (let batch = random.int(1, 8); batch > 0; batch--) {
      const some = Array.from({ length: random.int(0, 9) }, (_, i) => {
        const text = `${texts.length + i}`;
        return random.next() < 0.3 ? `bad${text}` : `m${text}`;
      });
      await group.deliver(some, texts.length);
      texts.push(...some);
      if (random.next() < 0.3) {
        await group.revoke();
        assert.equal(group.committed.get("t/0"), texts.length);
      }
    }
    await processor.stop();
    const good = texts.filter((text) => !text.startsWith("bad"));
    assert.deepEqual(output.flushed, good.map((text) => text.toUpperCase()));
    assert.deepEqual(deadLetters.flushed, texts.filter((text) => text.startsWith("bad")));
    assert.equal(group.committed.get("t/0"), texts.length);
  }
});

Deno.test("an error in the handler ends the processor and names topic, partition and offset", async () => {
  const group = new FakeGroup();
  const processor = await startProcessor({} as KafkaClient, {
    group: "g",
    topics: ["t"],
    handle(message) {
      if (message.offset === 7) throw new RangeError("Invalid time value");
      return false;
    },
    outputs: [],
    deadLetters: new FakeOutput("dead", []),
    consume: group.consume,
  });
  await assert.rejects(group.deliver(["a", "b", "c"], 5), (error) => {
    assert.equal(messageOf(error), "Cannot process the message t/0:7: Invalid time value");
    return true;
  });
  await assert.rejects(processor.done);
});

Deno.test("what waits holds back the commit of its partition until it is done", async () => {
  const events: string[] = [];
  const group = new FakeGroup(events);
  group.owned.add("t/1");
  const output = new FakeOutput("out", events);
  const waiting = new Map<number, string>();
  let given = 0;
  const processor = await startProcessor({} as KafkaClient, {
    group: "g",
    topics: ["t"],
    handle({ offset, text }, { partition }) {
      if (partition === 0 && text() === "wait") waiting.set(offset, text()!);
      else output.pending.push(text()!);
      return false;
    },
    heldFrom: ({ partition }) => partition === 0 ? [...waiting.keys()][0] : undefined,
    outputs: [output],
    deadLetters: new FakeOutput("dead", events),
    linger: 4,
    onRevoked: () => given++,
    consume: group.consume,
  });
  await group.deliver(["a", "wait", "b", "wait"]);
  await group.deliver(["c"], 0, { topic: "t", partition: 1 });
  await until(() => group.committed.get("t/1") === 1, { within: 5000 });
  assert.equal(group.committed.get("t/0"), 1);
  output.pending.push("waited");
  waiting.delete(1);
  processor.checkpointSoon();
  await until(() => group.committed.get("t/0") === 3, { within: 5000 });
  assert.deepEqual(output.flushed, ["a", "b", "c", "waited"]);
  await group.revoke(); // the other one is read again by whoever has the partition now
  assert.equal(group.committed.get("t/0"), 3);
  assert.equal(given, 1);
  waiting.clear();
  processor.checkpointSoon();
  await processor.stop();
  assert.equal(
    group.committed.get("t/0"),
    3,
    "nothing is committed for a partition that was given up",
  );
});
