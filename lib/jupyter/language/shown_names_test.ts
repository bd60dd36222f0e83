import assert from "node:assert/strict";
import { isPath, liveCode } from "./live_names.ts";
import { isShown, matching } from "./shown_names.ts";
import { completeReply } from "./suggestion.ts";

Deno.test("nobody is offered what every object has, or our internals", () => {
  const names = [
    "__proto__",
    "constructor",
    "hasOwnProperty",
    "$tributary",
    "Symbol(x)",
    "a",
    "$b",
  ];
  assert.deepEqual(names.filter(isShown), ["a", "$b"]);
});

Deno.test("names match by their beginning, then in any case, then anywhere", () => {
  const match = (prefix: string) => matching(["fare", "Fan", "taxiFare"], prefix, (name) => name);
  assert.deepEqual(match("fa"), ["fare"]);
  assert.deepEqual(match("FA"), ["fare", "Fan"]);
  assert.deepEqual(match("xi"), ["taxiFare"]);
  assert.deepEqual(match("zz"), []);
});

Deno.test("a reply counts code points and names kinds", () => {
  const code = "😀😀.ab";
  const items = ["abc", "__proto__", "abc"].map((text) => ({ text, type: "property" }));
  assert.deepEqual(completeReply(code, code.length, { start: 5, items }), {
    status: "ok",
    matches: ["abc"],
    cursor_start: 3,
    cursor_end: 5,
    metadata: {
      _jupyter_types_experimental: [{ start: 3, end: 5, text: "abc", type: "property" }],
    },
  });
});

Deno.test("only plain paths are looked at in the kernel", () => {
  for (const path of ["rows", "a.b[0].c", 'a["b c"].d']) assert.ok(isPath(path), path);
  for (const path of ["f()", "a[i]", "a = 1", "a; b", "await x", 'a["\\""]', "a.`b`"]) {
    assert.ok(!isPath(path), path);
    assert.throws(() => liveCode("1", "members", path), /no plain path|not a plain path/);
  }
});
