import assert from "node:assert/strict";
import { questdbHealth } from "./health.ts";

const BUILD = "Build Information: QuestDB 9.3.4, JDK 24.0.2, Commit Hash 9ea33219";

async function ask(handler: Deno.ServeHandler, settings = "", withId = false) {
  await using server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, handler);
  return await questdbHealth({ conf: `http::addr=127.0.0.1:${server.addr.port};${settings}` }, {
    withId,
  });
}

Deno.test("questdbHealth() reads the version and the instance's id", async () => {
  const health = await ask(() => Response.json({ dataset: [[BUILD, "T123"]] }), "", true);
  assert.deepEqual(health, { up: true, version: "9.3.4", id: "T123", open: true });
});

Deno.test("questdbHealth() says whether one of our own answers without a login", async () => {
  const answer = Response.json({ dataset: [[BUILD, "T123"]] });
  const login = "username=admin;password=p;";
  const guarded = (request: Request) =>
    request.headers.has("authorization") ? answer.clone() : new Response("", { status: 401 });
  assert.deepEqual(await ask(guarded, login, true), {
    up: true,
    version: "9.3.4",
    id: "T123",
    open: false,
  });
  const open = await ask(() => answer.clone(), login, true);
  assert.ok(open.up && open.open);
});

for (
  const [settings, wanted] of [
    ["", null],
    ["username=me;password=p;", `Basic ${btoa("me:p")}`],
    ["token=abc;", "Bearer abc"],
  ] as const
) {
  Deno.test(`questdbHealth() logs in with ${settings || "nothing"}`, async () => {
    let seen: string | null = "";
    await ask((request) => {
      seen = request.headers.get("authorization");
      return Response.json({ dataset: [[BUILD]] });
    }, settings);
    assert.equal(seen, wanted);
  });
}

Deno.test("questdbHealth() is down if the login is refused", async () => {
  const health = await ask(() => new Response("no", { status: 401 }));
  assert.deepEqual(health, { up: false, reason: "HTTP 401", refused: true });
});

Deno.test("questdbHealth() is down if something else answers", async () => {
  const health = await ask(() => new Response("<html>"));
  assert.deepEqual(health, { up: false, reason: "it is not a QuestDB" });
});

Deno.test("questdbHealth() is down if nothing listens", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  const health = await questdbHealth({ conf: `http::addr=127.0.0.1:${port};` });
  assert.deepEqual(health, { up: false, reason: "connection refused" });
});
