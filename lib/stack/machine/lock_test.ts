import assert from "node:assert/strict";
import { withLock } from "./lock.ts";
import { withTempDir } from "../testing.ts";

Deno.test("withLock() lets one work at a time", () =>
  withTempDir(async (dir) => {
    let inside = 0;
    let maximum = 0;
    const waited: string[] = [];
    const log = (line: string) => waited.push(line);
    const work = async () => {
      maximum = Math.max(maximum, ++inside);
      await new Promise((resolve) => setTimeout(resolve, 20));
      inside--;
    };
    await Promise.all([1, 2, 3].map(() => withLock(work, { dir, log })));
    assert.equal(maximum, 1);
    assert.equal(waited.length, 2);
  }));

Deno.test("withLock() is free again after its holder was killed", () =>
  withTempDir(async (dir) => {
    const program = `import { withLock } from ${JSON.stringify(import.meta.resolve("./lock.ts"))};
      await withLock(() => { console.log("held"); return new Promise((r) => setTimeout(r, 60_000)); },
        { dir: ${JSON.stringify(dir)} });`;
    const holder = new Deno.Command(Deno.execPath(), {
      args: ["eval", program],
      stdout: "piped",
    }).spawn();
    const reader = holder.stdout.getReader();
    assert.match(new TextDecoder().decode((await reader.read()).value), /held/);
    const signal = AbortSignal.timeout(150);
    await assert.rejects(withLock(() => Promise.resolve(), { dir, signal, log: () => {} }), {
      name: "TimeoutError",
    });
    holder.kill("SIGKILL");
    await holder.status;
    await reader.cancel();
    assert.equal(await withLock(() => Promise.resolve("mine"), { dir, log: () => {} }), "mine");
  }));

Deno.test("withLock() is free again after its work failed", () =>
  withTempDir(async (dir) => {
    await assert.rejects(withLock(() => Promise.reject(new Error("no")), { dir }), /no/);
    assert.equal(await withLock(() => Promise.resolve(1), { dir }), 1);
  }));
