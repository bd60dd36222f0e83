import assert from "node:assert/strict";
import { kafkaHealth } from "./health.ts";

/** A Metadata version 2 answer, byte by byte as Kafka's protocol guide lays it out. */
function metadata(brokers: [host: string, port: number][], clusterId: string): Uint8Array {
  const bytes: number[] = [];
  const int = (value: number, size: number) => {
    for (let shift = 8 * (size - 1); shift >= 0; shift -= 8) bytes.push((value >>> shift) & 255);
  };
  const string = (text: string | null) => {
    int(text === null ? -1 : text.length, 2);
    bytes.push(...new TextEncoder().encode(text ?? ""));
  };
  int(1, 4); // correlation id
  int(brokers.length, 4);
  for (const [i, [host, port]] of brokers.entries()) {
    int(i, 4);
    string(host);
    int(port, 4);
    string(null); // rack
  }
  string(clusterId);
  int(1, 4); // controller id
  int(0, 4); // topics
  return Uint8Array.from([0, 0, 0, bytes.length, ...bytes]);
}

async function withServer<T>(answer: (connection: Deno.Conn) => unknown, ask: (at: string) => T) {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const served = (async () => {
    using connection = await listener.accept();
    await connection.read(new Uint8Array(1000));
    await answer(connection);
    await connection.read(new Uint8Array(1)).catch(() => {}); // until the client leaves
  })();
  try {
    return await ask(`127.0.0.1:${(listener.addr as Deno.NetAddr).port}`);
  } finally {
    await served;
    listener.close();
  }
}

Deno.test("kafkaHealth() is up if a broker serves, even if the answer comes in pieces", async () => {
  const bytes = metadata([["h", 9092], ["host-2.example", 65535]], "MkU3OEVBNTcwNTJENDM2Qk");
  const health = await withServer(async (connection) => {
    for (const byte of bytes) await connection.write(Uint8Array.of(byte));
  }, kafkaHealth);
  assert.deepEqual(health, { up: true, version: null, id: "MkU3OEVBNTcwNTJENDM2Qk" });
});

Deno.test("kafkaHealth() is down while no broker serves", async () => {
  const health = await withServer((c) => c.write(metadata([], "x")), kafkaHealth);
  assert.deepEqual(health, { up: false, reason: "it is starting" });
});

Deno.test("kafkaHealth() recognizes a server of another protocol", async () => {
  const http = new TextEncoder().encode("HTTP/1.1 400 Bad Request\r\n\r\n");
  const health = await withServer((c) => c.write(http), kafkaHealth);
  assert.deepEqual(health, { up: false, reason: "it does not speak Kafka's protocol" });
});

Deno.test("kafkaHealth() gives up on a server that says nothing", async () => {
  const health = await withServer(() => {}, kafkaHealth);
  assert.deepEqual(health, { up: false, reason: "no answer in 5 s" });
});

Deno.test("kafkaHealth() is down if nothing listens", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  const health = await kafkaHealth(`127.0.0.1:${port}`);
  assert.deepEqual(health, { up: false, reason: "connection refused" });
});
