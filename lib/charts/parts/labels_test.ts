import assert from "node:assert/strict";
import { shortened, textWidth, wrapped } from "./labels.ts";

Deno.test("shortened() fits the room and keeps both ends", () => {
  const name = "https://example.org/a-long-organisation/a-longer-repository-7";
  for (const room of [60, 120, 250]) {
    const short = shortened(name, room);
    assert.ok(textWidth(short) <= room, short);
    assert.match(short, /^h.*….*7$/);
  }
  assert.equal(shortened("short", 100), "short");
});

Deno.test("wrapped() loses no word and fits the room", () => {
  const text = "one two three four five six seven eight nine ten";
  const lines = wrapped(text, 80);
  assert.equal(lines.join(" "), text);
  assert.ok(lines.length > 2 && lines.every((line) => textWidth(line) <= 80));
});
