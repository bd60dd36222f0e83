import assert from "node:assert/strict";
import {
  LIVE_MIME,
  LIVE_TARGET,
  type LiveRequest,
} from "../../jupyter/lab/extension/live/protocol.ts";
import type { CommMessage } from "../../jupyter/prelude/comms.ts";
import { LiveControl } from "./live_control.ts";
import { livePages } from "./live_page.ts";
import { withPage } from "./page_testing.ts";

const bundle = { "text/html": "<b>1</b>", "text/plain": "1" };
const open = (comm_id: string, id: string): CommMessage => ({
  type: "comm_open",
  content: { comm_id, target_name: LIVE_TARGET, data: { id } },
});
const press = (comm_id: string, press: LiveRequest["press"]): CommMessage => ({
  type: "comm_msg",
  content: { comm_id, data: { press } },
});

Deno.test("livePages() leaves a bundle as it is where no page has our extension", () => {
  const pages = livePages(new LiveControl());
  assert.deepEqual(pages.controlled(bundle, { update: 1 }), bundle);
  pages.close();
});

Deno.test("livePages() lets each page control a display, and all know its state", async () => {
  await withPage(async ({ sent, send }) => {
    const control = new LiveControl();
    const pages = livePages(control);
    const states = () =>
      (sent.splice(0) as { type: string; state?: string }[]).map(({ type, state }) =>
        state ?? type
      );
    const { [LIVE_MIME]: output } = pages.controlled(bundle, { update: 1 });
    await send(open("a", output!.id));
    await send(open("b", output!.id));
    assert.deepEqual(states(), ["running", "running"]);
    await send(press("a", "pause"));
    assert.equal(control.mode, "paused");
    assert.deepEqual(states(), ["paused", "paused", "paused"]);
    await send(press("b", "pause"));
    assert.deepEqual(states(), ["paused"]);
    await send({ type: "comm_close", content: { comm_id: "b" } });
    control.resume();
    assert.deepEqual(states(), ["running"]);
    await send(press("a", "stop"));
    assert.ok(control.signal.aborted);
    states();
    pages.close();
    assert.deepEqual(states(), ["ended"]);
    await send(open("c", output!.id));
    assert.deepEqual(states(), ["comm_close"]);
  });
});
