import assert from "node:assert/strict";
import { matters } from "./type_errors.ts";
import { typeNote } from "./type_note.ts";

const at = { line: 0, character: 0 };
const matter = (code: number, message: string) =>
  matters({ code, message, severity: 1, source: "deno-ts", range: { start: at, end: at } });

Deno.test("strictness and style are not reported, what changes the answer is", () => {
  assert.ok(matter(2339, "Property 'x' does not exist on type '{ a: number; }'."));
  assert.ok(
    matter(2345, "Argument of type 'string' is not assignable to parameter of type 'number'."),
  );
  for (
    const [code, message] of [
      [7006, "Parameter 'a' implicitly has an 'any' type."],
      [6133, "'x' is declared but its value is never read."],
      [2451, "Cannot redeclare block-scoped variable 'x'."],
      [18046, "'x' is of type 'unknown'."],
      [2532, "Object is possibly 'undefined'."],
      [
        2345,
        "Argument of type 'string | undefined' is not assignable to parameter of type 'string'.",
      ],
      [2322, "Type 'unknown' is not assignable to type 'number'."],
      [2339, "Property 'x' does not exist on type 'never'."],
      [2307, "Cannot find module 'x'."],
    ] as const
  ) assert.ok(!matter(code, message), message);
});

Deno.test("a note shows three errors and counts the rest", () => {
  assert.equal(typeNote([]), undefined);
  const errors = [1, 2, 3, 4, 5].map((line) => ({ line, message: `<b>${line}</b>` }));
  const note = typeNote(errors)!;
  assert.equal(
    note["text/plain"],
    "Types: line 1: <b>1</b>\nline 2: <b>2</b>\nline 3: <b>3</b>\n… 2 more",
  );
  assert.ok(note["text/html"]!.includes("line 3: &lt;b&gt;3&lt;/b&gt;"));
  assert.ok(typeNote([{ line: 1, message: "x".repeat(999) }])!["text/plain"]!.length < 300);
});
