import assert from "node:assert/strict";
import { flinkHealth } from "./health.ts";

const INFO = { productName: "Apache Flink", version: "2.2.0" };
const CONFIG = [{ key: "rest.port", value: "8081" }, { key: "tributary.id", value: "T123" }];

async function ask(handler: Deno.ServeHandler, withId = false) {
  await using server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, handler);
  const url = `http://127.0.0.1:${server.addr.port}`;
  return await flinkHealth({ gateway: url, rest: url }, { withId });
}

const answer = (request: Request) => {
  if (new URL(request.url).pathname === "/v1/info") return Response.json(INFO);
  return Response.json(CONFIG);
};

Deno.test("flinkHealth() reads the version, and the id of one of our own", async () => {
  assert.deepEqual(await ask(answer), { up: true, version: "2.2.0", id: null });
  assert.deepEqual(await ask(answer, true), { up: true, version: "2.2.0", id: "T123" });
});

Deno.test("flinkHealth() has no id of a Flink that is not ours", async () => {
  const others = (request: Request) =>
    request.url.endsWith("/config") ? Response.json([CONFIG[0]]) : answer(request);
  assert.deepEqual(await ask(others, true), { up: true, version: "2.2.0", id: null });
});

Deno.test("flinkHealth() is down if the JobManager does not answer", async () => {
  const halfway = (request: Request) =>
    request.url.endsWith("/config") ? new Response("", { status: 503 }) : answer(request);
  assert.deepEqual(await ask(halfway, true), { up: false, reason: "HTTP 503" });
});

for (const body of ["<html>", "{}", '{"productName":"Other","version":"1"}', "null"]) {
  Deno.test(`flinkHealth() is down if something else answers ${body}`, async () => {
    const health = await ask(() => new Response(body));
    assert.deepEqual(health, { up: false, reason: "it is not a SQL Gateway of Flink" });
  });
}

Deno.test("flinkHealth() is down if nothing listens", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  const health = await flinkHealth({ gateway: `http://127.0.0.1:${port}` });
  assert.deepEqual(health, { up: false, reason: "connection refused" });
});
