import assert from "node:assert/strict";
import type { Endpoints } from "../config.ts";
import { Child } from "./child.ts";

Deno.test("a child gets its passwords by standard input, in each life", async () => {
  const dir = await Deno.makeTempDir({ prefix: "tributary_child_" });
  const conf = "http::addr=h;password=hush ü;";
  const endpoints = { questdb: { conf } } as Endpoints;
  const lines: string[] = [];
  const twice = Promise.withResolvers<void>();
  const child = new Child({
    name: "test",
    script: "testing_child_process.ts",
    config: { endpoints, seed: 1, acks: "", rows: 1, rate: 1, until: null, aim: "" },
    dir,
    onLine(line) {
      if (lines.push(line) === 2) twice.resolve();
      child.kill(0);
    },
  });
  try {
    await Promise.race([twice.promise, child.finished]);
    for (const line of lines) assert.deepEqual(JSON.parse(line), { conf, args: [] });
    assert.equal(lines.length, 2);
  } finally {
    await child.end("SIGKILL");
    await Deno.remove(dir, { recursive: true });
  }
});
