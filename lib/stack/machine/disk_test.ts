import assert from "node:assert/strict";
import { checkSpace, freeMegabytes } from "./disk.ts";
import type { Run } from "./run.ts";

const df = (available: number): Run => () =>
  Promise.resolve({
    code: 0,
    stdout: "Filesystem     1024-blocks     Used Available Capacity Mounted on\n" +
      `/dev/my disk     263112772 12345678  ${available}      14% /\n`,
    stderr: "",
  });

Deno.test("freeMegabytes() reads df, and this machine's own", async () => {
  assert.equal(await freeMegabytes({ run: df(2_097_152) }), 2048);
  assert.ok((await freeMegabytes())! > 0);
});

Deno.test("checkSpace() throws on a full disk and says what to do", async () => {
  await checkSpace({ run: df(600 * 1024) });
  await assert.rejects(checkSpace({ run: df(12 * 1024) }), /: 12 MB are free .* Free some space/);
});

Deno.test("checkSpace() passes if the system does not say", async () => {
  await checkSpace({ run: () => Promise.resolve({ code: 127, stdout: "", stderr: "" }) });
});
