import assert from "node:assert/strict";
import { UsageError } from "../../../errors.ts";
import { connectFrom, localConnect } from "./endpoint.ts";
import { connectHealth } from "./health.ts";
import { connectProperties } from "./settings.ts";

const from = (url: string) => connectFrom(() => url);

Deno.test("connectFrom() reads an address, with and without a login", () => {
  assert.deepEqual(from("http://c1:8083/"), { url: "http://c1:8083" });
  assert.deepEqual(from("https://u:p%40@c1/connect"), {
    url: "https://c1/connect",
    login: { user: "u", password: "p@" },
  });
});

for (const url of ["hush", "c1:8083", "ftp://hush@c1", "http://c1?hush", "http://u:%hush@c1"]) {
  Deno.test(`connectFrom() refuses ${url} and does not quote it`, () => {
    assert.throws(() => from(url), (error: unknown) => {
      assert.ok(error instanceof UsageError);
      assert.match(error.message, /^Cannot use KAFKA_CONNECT_URL: .*write it as http:/);
      assert.doesNotMatch(error.message, /hush/);
      return true;
    });
  });
}

Deno.test("a Connect of our own listens on 127.0.0.1 only, and its settings hold no password", () => {
  const text = connectProperties({ connect: 8084, kafka: 9092 }, "/p/ü");
  assert.match(text, /^listeners=http:\/\/127\.0\.0\.1:8084$/m);
  assert.match(text, /^bootstrap\.servers=127\.0\.0\.1:9092$/m);
  assert.match(text, /^plugin\.path=\/p\/\\u00fc$/m);
  assert.doesNotMatch(text, /password/i);
  const { capture } = localConnect({ connect: 8084 }, { cdc: "secret" });
  assert.deepEqual(capture, { user: "cdc", password: "secret" });
});

async function healthOf(answers: Record<string, [number, string]>) {
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
    const [status, text] = answers[new URL(request.url).pathname] ?? [404, "{}"];
    return new Response(text, { status });
  });
  try {
    return await connectHealth({ url: `http://127.0.0.1:${server.addr.port}` });
  } finally {
    await server.shutdown();
  }
}
const ROOT: [number, string] = [200, '{"version":"4.1.2","commit":"x","kafka_cluster_id":"abc"}'];

Deno.test("connectHealth() is up if connectors can be listed, with Kafka's id", async () => {
  assert.deepEqual(await healthOf({ "/": ROOT, "/connectors": [200, "[]"] }), {
    up: true,
    version: "4.1.2",
    id: "abc",
  });
  assert.deepEqual(await healthOf({ "/": ROOT }), { up: false, reason: "it is starting" });
});

Deno.test("connectHealth() recognizes another server, and one that wants a login", async () => {
  const other = { up: false, reason: "it is not a Kafka Connect" };
  assert.deepEqual(await healthOf({ "/": [200, "<html>"] }), other);
  assert.deepEqual(await healthOf({ "/": [200, "{}"] }), other);
  assert.deepEqual(await healthOf({ "/": [401, ""] }), {
    up: false,
    reason: "HTTP 401",
    refused: true,
  });
});
