import assert from "node:assert/strict";
import { disconnect } from "./disconnect.ts";

Deno.test("disconnect() logs a failure and does not throw it", async () => {
  const logged: string[] = [];
  const log = (level: string, message: string) => logged.push(`${level} ${message}`);
  await disconnect({ disconnect: () => Promise.reject(new Error("gone")) }, log);
  await disconnect({ disconnect: () => Promise.resolve() }, log);
  assert.deepEqual(logged, ["debug disconnect: gone"]);
});
