import assert from "node:assert/strict";
import { fuzz } from "../../fuzz_testing.ts";
import { githubApi } from "./api.ts";

Deno.test("githubApi() turns every item of any page into a record or a rejection, each once", async () => {
  await fuzz(async (random) => {
    const values = [null, 1, "", "x", [], {}, true, "2026-01-01T00:00:00Z", 9007199254740992];
    const value = () => random.pick(values as unknown[]);
    const event = (id: number) => ({
      ...{ id: String(id), type: "PushEvent", actor: { login: "ada" }, repo: { name: "a/b" } },
      ...{ payload: {}, public: true, created_at: "2026-01-01T00:00:00Z" },
    });
    const pages = Array.from(
      { length: 3 },
      (_, page) =>
        Array.from({ length: random.int(0, 5) }, (_, i) => {
          const id = 10 * page + i;
          if (random.next() < 0.5) return event(id);
          const key = random.pick([
            "type",
            "actor",
            "repo",
            "payload",
            "public",
            "created_at",
            "org",
          ]);
          return { ...event(id), [key]: value() };
        }),
    );
    // Ids that JSON.parse alone would make equal.
    const big = ["9007199254740993", "9007199254740992"];
    const answers = pages.map((page) => JSON.stringify(page));
    if (random.next() < 0.3) {
      answers[0] = `[${big.map((id) => JSON.stringify(event(0)).replace('"0"', id)).join(",")}]`;
    }
    const fetch = (url: unknown) => {
      const page = Number(/page=(\d)$/.exec(String(url))![1]);
      return Promise.resolve(new Response(answers[page - 1]));
    };
    let count = 0;
    const ids: unknown[] = [];
    for await (
      const { records, rejected } of githubApi({
        fetch: fetch as typeof globalThis.fetch,
        log: () => {},
      })
    ) {
      count += records.length + rejected.length;
      ids.push(...records.map(({ id }) => id));
    }
    const expected = answers.reduce((sum, answer) => sum + JSON.parse(answer).length, 0);
    assert.equal(count, expected);
    assert.equal(new Set(ids).size, ids.length);
  });
});
