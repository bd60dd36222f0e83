import assert from "node:assert/strict";
import { withPage } from "../display/page_testing.ts";
import type { Control } from "./control.ts";
import { openInput } from "./open_inputs.ts";

Deno.test("openInput() opens an input only to a page that has our extension", async () => {
  const control = { value: 1, spec: { kind: "number" }, check: Number } as Control<number>;
  const changed = () => Promise.resolve();
  const open = () => openInput({ control, standard: 1, cell: "a", key: "n", changed });
  await withPage(() => {
    assert.notEqual(open().id, undefined);
    for (const value of ["0", ""]) {
      Deno.env.set("TRIBUTARY_LAB_EXTENSION", value);
      assert.deepEqual(open(), { value: 1 });
    }
    return Promise.resolve();
  });
  assert.deepEqual(open(), { value: 1 });
});
