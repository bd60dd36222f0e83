import assert from "node:assert/strict";
import { EngineKeeper } from "./engine_keeper.ts";

/** A process that stands for an engine. */
const sleeper = () =>
  new Deno.Command("sleep", { args: ["60"], stdin: "null", stdout: "null" }).spawn();

Deno.test("EngineKeeper.ready() waits until a killed engine has answered for a while", async () => {
  const process = sleeper();
  const started = Promise.withResolvers<void>();
  const stack = {
    pids: () => Promise.resolve({ broker: process.pid }),
    restore: () => started.promise,
  };
  const keeper = new EngineKeeper(stack, new AbortController().signal);
  const never = new AbortController().signal;
  assert.ok(await keeper.ready("broker", { least: 60_000, signal: never }), "it was never killed");
  assert.ok(await keeper.kill("broker", 0));
  await process.status;
  let ready = false;
  const waiting = keeper.ready("broker", { least: 100, signal: never }).then(() => ready = true);
  assert.ok(await keeper.ready("questdb", { least: 0, signal: never }), "the other one is up");
  await new Promise((resolve) => setTimeout(resolve, 150));
  assert.equal(ready, false, "it does not answer yet");
  assert.equal(keeper.up, false);
  const stop = new AbortController();
  const stopped = keeper.ready("broker", { least: 0, signal: stop.signal });
  stop.abort();
  assert.equal(await stopped, false);
  started.resolve();
  const before = performance.now();
  await waiting;
  assert.ok(performance.now() - before >= 90);
  assert.ok(keeper.up);
});

Deno.test("EngineKeeper.ready() throws when an engine cannot be started again", async () => {
  const process = sleeper();
  const stack = {
    pids: () => Promise.resolve({ broker: process.pid }),
    restore: () => Promise.reject(new Error("no room")),
  };
  const keeper = new EngineKeeper(stack, new AbortController().signal);
  await keeper.kill("broker", 0);
  await process.status;
  const { signal } = new AbortController();
  await assert.rejects(keeper.ready("broker", { least: 0, signal }), /no room/);
  await assert.rejects(keeper.settled(), /no room/);
});
