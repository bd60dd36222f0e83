import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import kafkajs from "kafkajs";
import Connection from "kafkajs/src/network/connection.js";
import defaultSockets from "kafkajs/src/network/socketFactory.js";
import Encoder from "kafkajs/src/protocol/encoder.js";
import "./kafkajs_internals.ts";

/** Answers each connection's first request, as Kafka frames it; the first connection half, then it ends. */
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
  serve(listener).catch(() => {}); // the end of the test closes the listener
  const logger = new kafkajs.Kafka({ brokers: ["h:1"], logLevel: kafkajs.logLevel.NOTHING })
    .logger();
  const connection = new Connection({
    host: "127.0.0.1",
    port: listener.addr.port,
    logger,
    socketFactory: defaultSockets(),
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
