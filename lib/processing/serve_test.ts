import assert from "node:assert/strict";
import type { KafkaClient } from "../kafka/client.ts";
import { until } from "../retry.ts";
import type { RunningProcessor } from "./processor.ts";
import { runOnce, serve } from "./serve.ts";

/** Processors in memory, opened one after the other. */
function processors() {
  const opened: { fail: (error: Error) => void; stopped: boolean }[] = [];
  const open = (): Promise<RunningProcessor> => {
    const { promise: done, reject, resolve } = Promise.withResolvers<void>();
    const one = { fail: reject, stopped: false };
    opened.push(one);
    const stop = () => Promise.resolve(void (one.stopped = true)).then(resolve);
    return Promise.resolve({ done, stop });
  };
  return { opened, open };
}

/** A client whose group has committed one more offset at each poll. */
function client(end: number) {
  let committed = 0;
  const offsetFetch = () =>
    Promise.resolve({
      responses: [{
        topic: "t",
        partitions: [{ partition: 0, offset: String(committed++), metadata: null }],
      }],
    });
  const cluster = {
    addMultipleTargetTopics: () => Promise.resolve(),
    refreshMetadataIfNecessary: () => Promise.resolve(),
    findTopicPartitionMetadata: () => [{ partitionId: 0, leader: 1 }],
    fetchTopicsOffset: () =>
      Promise.resolve([{ topic: "t", partitions: [{ partition: 0, offset: String(end) }] }]),
    findGroupCoordinator: () => Promise.resolve({ offsetFetch }),
  };
  return {
    ask: <T>(_: string, work: (asked: typeof cluster) => Promise<T>) => work(cluster),
    retry: <T>(_: string, work: () => Promise<T>) => work(),
    topicIds: () => Promise.resolve(new Map()),
  } as unknown as KafkaClient;
}

Deno.test("serve() opens a processor again after it failed, and stops it at the end", async () => {
  const { opened, open } = processors();
  const stop = new AbortController();
  const troubles: string[] = [];
  const serving = serve(open, {
    name: "orders",
    signal: stop.signal,
    onTrouble: (message) => void troubles.push(message),
    pause: 1,
  });
  await until(() => opened.length === 1, { every: 1 });
  opened[0]!.fail(new Error("Kafka is away"));
  await until(() => opened.length === 2, { every: 1 });
  assert.deepEqual(troubles, ["orders: Kafka is away. Trying again in 0.001 s"]);
  assert.deepEqual(opened.map(({ stopped }) => stopped), [true, false]);
  stop.abort();
  await serving;
  assert.deepEqual(opened.map(({ stopped }) => stopped), [true, true]);
});

Deno.test("runOnce() stops the processor when its group has committed what the topics held", async () => {
  const { opened, open } = processors();
  const at = { kafka: client(3), group: "g", topics: ["t"], signal: new AbortController().signal };
  await runOnce(open, at);
  assert.deepEqual(opened.map(({ stopped }) => stopped), [true]);
});

Deno.test("runOnce() ends with what ended the processor, or with the signal's reason", async () => {
  const failing = processors();
  const never = { kafka: client(Infinity), group: "g", topics: ["t"] };
  const running = runOnce(failing.open, { ...never, signal: new AbortController().signal });
  await until(() => failing.opened.length === 1, { every: 1 });
  failing.opened[0]!.fail(new Error("the table is gone"));
  await assert.rejects(running, /the table is gone/);
  assert.ok(failing.opened[0]!.stopped);
  const stopping = processors();
  const stop = new AbortController();
  const waiting = runOnce(stopping.open, { ...never, signal: stop.signal });
  await until(() => stopping.opened.length === 1, { every: 1 });
  stop.abort(new Error("enough"));
  await assert.rejects(waiting, /enough/);
  assert.ok(stopping.opened[0]!.stopped);
});

Deno.test("runOnce() reports a processor that fails while the end of its topics is looked for", async () => {
  const { opened, open } = processors();
  const { promise: never } = Promise.withResolvers<never>();
  const kafka = {
    ...client(1),
    ask: () => never,
  } as unknown as KafkaClient;
  const signal = new AbortController().signal;
  const running = runOnce(open, { kafka, group: "g", topics: ["t"], signal });
  await until(() => opened.length === 1, { every: 1 });
  opened[0]!.fail(new Error("the broker is gone"));
  await assert.rejects(running, /the broker is gone/);
  assert.ok(opened[0]!.stopped);
});
