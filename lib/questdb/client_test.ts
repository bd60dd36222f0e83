import assert from "node:assert/strict";
import { connectQuestdb } from "./client.ts";

Deno.test("ask() ends when its own signal times out, however patient the client is", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close(); // nobody answers there
  const db = connectQuestdb({
    conf: `http::addr=127.0.0.1:${port};`,
    pg: { host: "127.0.0.1", port, user: "admin", password: "quest", database: "qdb" },
  }, { patience: 5000 });
  try {
    const started = performance.now();
    await assert.rejects(
      db.ask("select 1", { signal: AbortSignal.timeout(200) }),
      { name: "TimeoutError" },
    );
    assert.ok(performance.now() - started < 4000, "it went on asking");
  } finally {
    await db.close();
  }
});
