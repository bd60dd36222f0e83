/** `deno task connect` beside a Connect that runs elsewhere, without the other engines. */
import assert from "node:assert/strict";
import { run } from "./testing.ts";

const PLUGIN = "io.debezium.connector.postgresql.PostgresConnector";
const TASK = { id: 0, state: "RUNNING", worker_id: "w:1" };
const SHOP = {
  status: { name: "shop", connector: { state: "RUNNING", worker_id: "w:1" }, tasks: [TASK] },
  info: { config: { "connector.class": PLUGIN } },
};

/** What Kafka Connect says of a connector whose PostgreSQL is away: its task tries again for minutes. */
function answer({ url }: Request): Response {
  const { pathname, search } = new URL(url);
  if (pathname === "/") return Response.json({ version: "4.1.2", kafka_cluster_id: "k" });
  return Response.json(search === "" ? ["shop"] : { shop: SHOP });
}

Deno.test("connect status says that the database of a running connector does not answer", async () => {
  await using server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, answer);
  const env = {
    TRIBUTARY_STACK: "external",
    KAFKA_CONNECT_URL: `http://127.0.0.1:${server.addr.port}`,
    TRIBUTARY_POSTGRES_URL: "postgres://u:hush@127.0.0.1:1/shop",
  };
  const { code, out, err } = await run("connect", ["status"], { env });
  assert.equal(code, 0, err);
  assert.match(out, /shop: RUNNING/);
  assert.match(err, /replication slots cannot be shown: .*PostgreSQL at 127\.0\.0\.1:1.*refused/);
  assert.doesNotMatch(err, /hush/);
});
