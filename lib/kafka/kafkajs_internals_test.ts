import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import kafkajs from "kafkajs";
import { isTransient, reasonOf } from "./errors.ts";
import { Encoder, makeCluster, openSocket } from "./kafkajs_internals.ts";
import { KafkajsConnection, KafkajsRequestQueue } from "./kafkajs_testing.ts";

const logger = new kafkajs.Kafka({ brokers: ["h:1"], logLevel: kafkajs.logLevel.NOTHING }).logger();

/** Answers each connection's first request in Kafka's framing; the first gets half and is closed. */
async function serve(listener: Deno.Listener): Promise<void> {
  let first = true;
  for await (const connection of listener) {
    const request = new Uint8Array(1000);
    await connection.read(request);
    const answer = new Uint8Array(16);
    new DataView(answer.buffer).setInt32(0, 12); // size of what follows
    answer.set(request.subarray(8, 12), 4); // correlation id
    answer.set([1, 2, 3, 4, 5, 6, 7, 8], 8);
    await connection.write(first ? answer.subarray(0, 11) : answer);
    if (first) connection.close();
    first = false;
  }
}

Deno.test("a connection forgets the half response of a broker that was killed", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  serve(listener).catch(() => {}); // it fails when the end of the test closes the listener
  const connection = new KafkajsConnection({
    host: "127.0.0.1",
    port: listener.addr.port,
    logger,
    socketFactory: openSocket,
    connectionTimeout: 1000,
    requestTimeout: 1000,
    enforceRequestTimeout: true,
    clientId: "test",
  });
  const exchange = {
    request: { apiKey: 3, apiVersion: 0, apiName: "Metadata", encode: () => new Encoder() },
    response: { decode: (raw: Buffer) => raw, parse: (raw: Buffer) => raw },
  };
  await connection.connect();
  await assert.rejects(connection.send(exchange), /Closed connection/);
  await connection.connect();
  assert.deepEqual(await connection.send(exchange), Buffer.from([1, 2, 3, 4, 5, 6, 7, 8]));
  await connection.disconnect();
});

Deno.test("a request queue sets a timer only while requests are pending", () => {
  const queue = new KafkajsRequestQueue({
    maxInFlightRequests: 1,
    requestTimeout: 1000,
    enforceRequestTimeout: false,
    clientId: "test",
    broker: "h:1",
    logger,
  });
  queue.checkPendingRequests();
  assert.equal(queue.throttleCheckTimeoutId, null);
  queue.throttledUntil = Date.now() + 60_000;
  queue.pending.push({});
  queue.checkPendingRequests();
  assert.notEqual(queue.throttleCheckTimeoutId, null);
  queue.destroy();
});

Deno.test("topics can be asked for again if the broker is killed before it answers", async () => {
  const cluster = makeCluster({
    logger,
    socketFactory: openSocket,
    brokers: ["h:1"],
    clientId: "test",
    connectionTimeout: 1000,
    requestTimeout: 1000,
    enforceRequestTimeout: true,
    metadataMaxAge: 1000,
    allowAutoTopicCreation: false,
    isolationLevel: 1,
    retry: { retries: 0, initialRetryTime: 1, maxRetryTime: 1 },
  }) as ReturnType<typeof makeCluster> & { metadata(): Promise<unknown> };
  const broker = { metadata: () => Promise.reject(new Error("Closed connection")) };
  Object.assign(cluster.brokerPool, {
    brokers: { 1: broker },
    refreshMetadataIfNecessary: () => Promise.resolve(),
    findBroker: () => Promise.resolve(broker),
  });
  await assert.rejects(cluster.metadata(), (error) => {
    assert.ok(isTransient(error), String(error));
    assert.equal(reasonOf(error), "connection closed");
    return true;
  });
});
