import assert from "node:assert/strict";
import { transpile } from "./line_map.ts";

Deno.test("transpile() maps emitted lines to those of the source", () => {
  const { lineAt, error } = transpile(
    "interface A { x: number }\n\nconst a = { x: 1 };\n\n\nthrow a;\n",
  );
  assert.equal(error, undefined);
  // Emitted: `const a = {`, `  x: 1`, `};`, `throw a;`.
  assert.equal(lineAt(1, 7), 3);
  assert.equal(lineAt(4, 1), 6);
});

Deno.test("transpile() reports a syntax error with its line and a caret", () => {
  const { error } = transpile("const a = 1;\n\nlet b = ;\n");
  assert.match(error!, /^SyntaxError: Expression expected\n/);
  assert.match(error!, /let b = ;\n.*~/);
  assert.match(error!, /at line 3$/);
});
