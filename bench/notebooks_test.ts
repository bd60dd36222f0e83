import assert from "node:assert/strict";
import { notebookTable } from "./notebooks.ts";

Deno.test("notebookTable() has medians in seconds and their ratio", () => {
  const seconds = { notebook: "01_start", kernel: [9, 3, 4.04], plain: [2, 8, 1] };
  assert.deepEqual(notebookTable([seconds]), [{
    notebook: "01_start",
    "in the kernel": 4,
    "in plain Deno": 2,
    "kernel as a multiple": 2,
  }]);
});
