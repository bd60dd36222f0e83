import assert from "node:assert/strict";
import { githubEvents } from "./github_events.ts";
import { readGithubEvent, toGithubEvent } from "./event.ts";

const whole = {
  id: "1",
  type: "IssuesEvent",
  actor: { id: 7, login: "ada" },
  repo: { id: 8, name: "ada/engine" },
  payload: { action: "opened", issue: {} },
  public: true,
  created_at: "2026-01-01T00:00:00Z",
  org: { login: "engines" },
};

Deno.test("toGithubEvent() returns the stream's fields in their order", () => {
  const record = toGithubEvent(whole);
  assert.deepEqual(record, {
    id: "1",
    type: "IssuesEvent",
    actor: "ada",
    repo: "ada/engine",
    org: "engines",
    public: true,
    action: "opened",
    ref_type: null,
    created_at: "2026-01-01T00:00:00.000Z",
  });
  assert.deepEqual(Object.keys(record), Object.keys(githubEvents.schema.properties));
  assert.deepEqual(githubEvents.check(record), []);
});

Deno.test("toGithubEvent() writes a numeric id as text", () => {
  assert.equal(toGithubEvent({ ...whole, id: 2489368070 }).id, "2489368070");
});

Deno.test("toGithubEvent() converts times with an offset to UTC, with three digits of a second", () => {
  for (
    const [text, utc] of [
      ["2023-05-14T12:30:00-07:00", "2023-05-14T19:30:00.000Z"],
      ["2012/03/10 22:16:05 -0800", "2012-03-11T06:16:05.000Z"],
      ["2023-05-14 19:30:00 UTC", "2023-05-14T19:30:00.000Z"],
      ["2023-05-14T19:30:00.12+00:00", "2023-05-14T19:30:00.120Z"],
      ["2023-05-14T19:30:00.123+05:45", "2023-05-14T13:45:00.123Z"],
      ["2026-01-01T00:00:00.000Z", "2026-01-01T00:00:00.000Z"],
      // Not times, or without a zone: left to the stream's check.
      ...["2023-05-14T19:30:00", "2023-02-30T00:00:00Z", "2023-05-14T12:30:00+24:00", "now"]
        .map((text) => [text, text] as const),
    ] as const
  ) assert.equal(toGithubEvent({ ...whole, created_at: text }).created_at, utc, text);
});

Deno.test("readGithubEvent() never rounds an id", () => {
  const idOf = (id: string) => {
    const text = JSON.stringify(whole).replace('"id":"1"', `"id":${id}`);
    return readGithubEvent(JSON.parse(text), text).id;
  };
  assert.equal(idOf("9007199254740993"), "9007199254740993");
  assert.equal(idOf("12345678901234567890123"), "12345678901234567890123");
  assert.equal(idOf("42"), "42");
  for (const id of ["1e400", "-1e400", "1e20", "1.5", "9007199254740993.0"]) {
    assert.equal(typeof idOf(id), "number", "the stream's check refuses it");
  }
});

Deno.test("toGithubEvent() leaves missing parts to the stream's check", () => {
  for (const [part, field] of [["id", "id"], ["actor", "actor"], ["repo", "repo"]] as const) {
    const errors = githubEvents.check(toGithubEvent({ ...whole, [part]: undefined }));
    assert.deepEqual(errors, [{ field, value: "", reason: "is missing" }]);
  }
  assert.equal(githubEvents.check(toGithubEvent({})).length, 6);
  const bare = toGithubEvent({ ...whole, org: undefined, payload: null });
  assert.deepEqual(githubEvents.check(bare), []);
  assert.equal(bare.org, null);
});

Deno.test("toGithubEvent() rejects the layout from before 2015, and what is not an object", () => {
  const old = { type: "PushEvent", actor: "ada", repository: { name: "engine" }, public: true };
  assert.throws(() => toGithubEvent(old), /layout from before 2015/);
  assert.throws(() => toGithubEvent({ ...whole, repo: undefined, repository: {} }), /before 2015/);
  for (const none of [null, 1, "text", [whole]]) {
    assert.throws(() => toGithubEvent(none), { name: "TypeError", message: "must be an object" });
  }
});

Deno.test("toGithubEvent() makes text of an id only if the number is exact", () => {
  for (const [json, id] of [["17", "17"], ["9007199254740993", 2 ** 53], ["1e400", Infinity]]) {
    assert.equal(toGithubEvent(JSON.parse(`{"id":${json}}`)).id, id);
  }
});
