import assert from "node:assert/strict";
import { run } from "./testing.ts";

Deno.test("replay --help names the namespace's tables, and reports a namespace that is none", async () => {
  const { out } = await run("replay", ["--help"], { env: { TRIBUTARY_NAMESPACE: "shop" } });
  assert.match(out, /select \* from shop_dead_letter_reasons'/);
  assert.match(out, /only in the table shop_dead_letters:/);
  const { code, err } = await run("replay", ["orders"], { env: { TRIBUTARY_NAMESPACE: "Shop" } });
  assert.equal(code, 2, err);
  assert.match(err, /^error: Cannot use the namespace "Shop"/m);
});
