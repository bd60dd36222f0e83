import assert from "node:assert/strict";
import { html } from "./html.ts";
import { live } from "./live.ts";
import { LiveControl } from "./live_control.ts";
import { liveLoop } from "./live_loop.ts";
import { printed } from "./printed_testing.ts";

Deno.test("live() outside Jupyter ends after three updates", async () => {
  const lines = await printed(() => live((n) => html`<b>${n}</b>`, { every: 1 }));
  assert.deepEqual(lines, ["1", "2", "3", "Ended after 3 updates: all updates are done"]);
});

Deno.test("live() ends by each of its options", async () => {
  const last = async (options: Parameters<typeof live>[1]) =>
    (await printed(() => live((n) => `${n}`, { every: 1, ...options }))).at(-1);
  assert.equal(await last({ updates: 2 }), "Ended after 2 updates: all updates are done");
  assert.equal(await last({ for: "0s" }), "Ended after 1 update: time is up");
  assert.equal(await last({ until: () => true }), "Ended after 1 update: until() is true");
});

Deno.test("live() ends without an error when it is stopped, between updates and during one", async () => {
  for (const work of [(n: number) => n, () => new Promise(() => {})]) {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 30);
    const begun = performance.now();
    const lines = await printed(() => live(work, { every: 10_000, signal: stop.signal }));
    assert.match(lines.at(-1)!, /^Ended after [01] updates?: stopped$/);
    assert.ok(performance.now() - begun < 2000);
  }
});

Deno.test("live() throws what its function throws", async () => {
  const fail = () => Promise.reject(new Error("no such column"));
  await assert.rejects(live(fail), /no such column/);
});

Deno.test("liveLoop() shows what was drawn when it was paused after the pause, and stops in one", async () => {
  const control = new LiveControl();
  const draw = (update: number) => {
    if (update < 4) return update;
    control.pause();
    setTimeout(() => update === 4 ? control.resume() : control.stop(), 20);
    return update;
  };
  const lines = await printed(() =>
    liveLoop(draw, { every: 1, updates: 9 }, { control, unattended: 1 })
  );
  const paused = /^Paused at \d\d:\d\d:\d\d UTC\. resume\(\) goes on$/;
  assert.deepEqual(lines.map((line) => paused.test(line) ? "paused" : line), [
    ...["1", "2", "3", "paused", "4", "paused", "Ended after 4 updates: stopped"],
  ]);
});

Deno.test("liveLoop() asks nothing while it is paused between updates", async () => {
  const control = new LiveControl();
  let drawn = 0;
  const done = printed(() =>
    liveLoop(() => ++drawn, { every: 60_000, for: "90s" }, { control, unattended: 1 })
  );
  await new Promise((resolve) => setTimeout(resolve, 20));
  control.pause();
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(drawn, 1);
  control.resume();
  await new Promise((resolve) => setTimeout(resolve, 20));
  control.stop();
  const lines = await done;
  assert.equal(drawn, 2); // at once, not a minute later
  assert.deepEqual([lines[0], lines.at(-1)], ["1", "Ended after 2 updates: stopped"]);
});
