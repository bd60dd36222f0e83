import assert from "node:assert/strict";
import type { WindowResult } from "../../windows/result.ts";
import { withFirstRow } from "./first_row.ts";

const result = { window: "paid_3s", seconds: 0 } as WindowResult;

Deno.test("withFirstRow() asks until there is a row, and takes an error for no", async () => {
  let asked = 0;
  const enough = Promise.withResolvers<void>();
  const found = await withFirstRow(async () => {
    await enough.promise;
    return result;
  }, () => {
    asked++;
    if (asked === 1) return Promise.reject(new Error("no such view"));
    if (asked === 3) enough.resolve();
    return Promise.resolve(asked === 3);
  });
  assert.deepEqual([found.result.window, asked], ["paid_3s", 3]);
  assert.ok(found.firstSeconds > 0 && found.firstSeconds <= found.result.seconds);
});

Deno.test("withFirstRow() ends its asking with the work, also if that fails", async () => {
  let ended: AbortSignal | undefined;
  const never = (signal: AbortSignal) => {
    ended = signal;
    return Promise.resolve(false);
  };
  const { firstSeconds } = await withFirstRow(() => Promise.resolve(result), never);
  assert.ok(ended?.aborted && firstSeconds >= 0);
  const failing = withFirstRow(() => Promise.reject(new Error("refused")), never);
  await assert.rejects(failing, /^Error: refused$/);
  assert.ok(ended?.aborted);
});
