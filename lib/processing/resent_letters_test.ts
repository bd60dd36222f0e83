import assert from "node:assert/strict";
import { attemptsOf } from "./dead_letter_headers.ts";
import { predecessorOf, resentFrom, resentHeaders } from "./resent_letters.ts";

const refused = Date.parse("2026-02-02T00:00:00.123Z");
const place = { source: "replay:logins_dlq/1", line: 7, time: "2026-02-02T00:00:00.123Z" };

Deno.test("a record that is sent again names its letter, whose place becomes that of a new one", () => {
  const headers = resentHeaders({ partition: 1, offset: 7, refused }, 2);
  assert.equal(attemptsOf({ headers }), 2);
  assert.deepEqual(resentFrom(headers, "logins_dlq"), place);
  assert.deepEqual(predecessorOf(place, "logins_dlq"), { partition: 1, offset: 7, refused });
  const timeless = resentHeaders({ partition: 1, offset: 7, refused: -1 }, 1);
  assert.equal(resentFrom(timeless, "logins_dlq")?.time, "1970-01-01T00:00:00.000Z");
});

Deno.test("other messages and letters name no letter, whatever their headers hold", () => {
  const headers = resentHeaders({ partition: 1, offset: 7, refused }, 2);
  for (const name of Object.keys(headers).slice(1)) {
    for (const text of ["", "-1", "x", "9".repeat(15), "1e3"]) {
      const found = resentFrom({ ...headers, [name]: text }, "logins_dlq");
      assert.ok(found === undefined || text === "9".repeat(15), `${name} ${text}`);
      assert.ok(!found || found.time.length === 24);
    }
  }
  assert.equal(resentFrom({}, "logins_dlq"), undefined);
  for (
    const source of [
      "replay:logins/1",
      "replay:logins_dlq",
      "replay:logins_dlq/x",
      "logins_dlq/1",
      "a.csv",
    ]
  ) {
    assert.equal(predecessorOf({ ...place, source }, "logins_dlq"), undefined, source);
  }
});
