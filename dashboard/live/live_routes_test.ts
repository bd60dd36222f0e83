import assert from "node:assert/strict";
import { type LiveOptions, liveRoutes } from "./live_routes.ts";
import { sharedQueries } from "./shared_queries.ts";

function open(options: Partial<LiveOptions>) {
  const queries = sharedQueries({ ask: () => Promise.reject(new Error("nothing is asked")) });
  const live = liveRoutes({
    pages: [],
    queries,
    build: "1",
    callerOf: (context) => context.req.header("caller") ?? "",
    ...options,
  });
  const connect = async (caller: string) =>
    await live.app.request("/live", { headers: { caller } });
  return { live, connect };
}

Deno.test("liveRoutes() refuses a caller that has too many connections, and no others, until one ends", async () => {
  const { live, connect } = open({ perCaller: 2 });
  const [first] = [await connect("a"), await connect("a")];
  assert.equal(first!.status, 200);
  const third = await connect("a");
  assert.equal(third.status, 429);
  assert.equal(third.headers.get("retry-after"), "5");
  assert.match(await third.text(), /2 connections are open from your address.*close a page/i);
  assert.equal((await connect("b")).status, 200);
  await first!.body!.cancel();
  assert.equal((await connect("a")).status, 200);
  assert.equal((await connect("a")).status, 429);
  live.close();
  assert.equal((await connect("a")).status, 200, "none is counted any more");
  live.close();
});

Deno.test("liveRoutes() refuses everybody beyond the number of connections in all", async () => {
  const { live, connect } = open({ connections: 2 });
  await connect("a");
  await connect("b");
  const third = await connect("c");
  assert.equal(third.status, 503);
  assert.match(await third.text(), /2 browsers are connected already/);
  live.close();
});
