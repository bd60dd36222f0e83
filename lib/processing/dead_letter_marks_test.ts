import assert from "node:assert/strict";
import { deadLetters } from "../streams/dead_letters.ts";
import { markedBy, toMark } from "./dead_letter_marks.ts";
import { fromMessage } from "./dead_letter_messages.ts";
import { letter, place, read, toMessage } from "./dead_letter_testing.ts";

Deno.test("toMark() repeats the letter: its row is the same, but replayed", () => {
  const foreign = { "__connect.errors.topic": "t", "__connect.errors.offset": "12" };
  for (const headers of [read(toMessage(letter, { topic: "t", attempts: 1 })), foreign, {}]) {
    const value = "text";
    const row = fromMessage("logins", { value, headers, ...place });
    const at = { partition: 0, offset: place.offset };
    const mark = toMark(
      { ...at, key: "k", value, headers, row },
      "2026-03-03T00:00:00.000Z",
    );
    assert.deepEqual(markedBy(read(mark)), at);
    assert.equal(markedBy(headers), undefined);
    const later = { ...place, offset: 77, time: "2026-03-03T00:00:00.000Z" };
    const marked = fromMessage("logins", { value, headers: read(mark), ...later });
    assert.deepEqual(marked, {
      ...row,
      attempts: row.attempts! + 1,
      replayed: "2026-03-03T00:00:00.000Z",
    });
  }
});

Deno.test("a mark whose time is not a valid time is stored with the message's time", () => {
  const row = fromMessage("logins", { value: "", headers: {}, ...place });
  const letter = { partition: 0, offset: 5, key: null, value: null, headers: {}, row };
  const headers = read(toMark(letter, "soon"));
  const marked = fromMessage("logins", { value: "", headers, ...place });
  assert.equal(marked.replayed, place.time);
  assert.deepEqual(deadLetters.check(marked), []);
});
