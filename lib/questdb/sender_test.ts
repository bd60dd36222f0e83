import assert from "node:assert/strict";
import { openSender } from "./sender.ts";

Deno.test("openSender() logs in with a password that holds a ; and what looks like an option", async () => {
  const seen: (string | null)[] = [];
  await using server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
    seen.push(request.headers.get("authorization"));
    return new Response(null, { status: 204 });
  });
  const address = `127.0.0.1:${server.addr.port}`;
  for (const password of ["ab;;", "x;;auto_flush=on;;"]) {
    const conf = `http::addr=${address};protocol_version=2;username=u;password=${password}`;
    const sender = await openSender({ conf });
    await sender.table("t").intColumn("a", 1).atNow();
    await sender.flush();
    await sender.close();
  }
  assert.deepEqual(seen, ["ab;", "x;auto_flush=on;"].map((text) => `Basic ${btoa(`u:${text}`)}`));
});
