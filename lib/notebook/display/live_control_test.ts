import assert from "node:assert/strict";
import { LiveControl } from "./live_control.ts";

Deno.test("LiveControl reports each change to all that listen, and no other call", () => {
  const control = new LiveControl();
  const seen: string[][] = [[], []];
  const [off] = seen.map((list) => control.onChange(() => list.push(control.mode)));
  control.resume();
  control.pause();
  control.pause();
  control.resume();
  off!();
  control.pause();
  control.stop();
  control.stop();
  control.resume();
  assert.deepEqual(seen, [["paused", "running"], ["paused", "running", "paused", "stopped"]]);
  assert.ok(control.signal.aborted);
});

Deno.test("LiveControl.whilePaused() settles when it is resumed or stopped", async () => {
  const control = new LiveControl();
  await control.whilePaused();
  for (const end of ["resume", "stop"] as const) {
    control.pause();
    let left = false;
    const leaving = control.whilePaused().then(() => left = true);
    await new Promise((resolve) => setTimeout(resolve, 1));
    assert.equal(left, false);
    control[end]();
    await leaving;
  }
});
