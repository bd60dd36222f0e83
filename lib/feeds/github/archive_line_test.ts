import assert from "node:assert/strict";
import { withMillis } from "../../sources/utc_time.ts";
import { seeded } from "../../random.ts";
import { toGithubEvent } from "./event.ts";
import { archiveLine } from "./archive_line.ts";
import { githubEvents } from "./simulate.ts";

const events = githubEvents(seeded(1), Date.UTC(2026, 4, 13)).take(5_000).toArray();

Deno.test("archiveLine() is read back as the same event", () => {
  for (const event of events) {
    const line = archiveLine(event);
    assert.equal(line.indexOf("\n"), line.length - 1);
    const created_at = withMillis(event.created_at);
    assert.deepEqual(toGithubEvent(JSON.parse(line)), { ...event, created_at });
  }
});

Deno.test("archiveLine() has the archive's layout: numeric ids that belong to the names, org only if there is one", () => {
  const ids = new Map<number, string>();
  for (const event of events) {
    const { actor, repo, org, payload, ...rest } = JSON.parse(archiveLine(event));
    assert.deepEqual(Object.keys(rest), ["id", "type", "public", "created_at"]);
    assert.equal(typeof payload, "object");
    assert.equal(org?.login, event.org ?? undefined);
    for (const { id, login, name } of [actor, repo, ...org ? [org] : []]) {
      assert(Number.isSafeInteger(id));
      assert.equal(ids.get(id) ?? (login ?? name), login ?? name);
      ids.set(id, login ?? name);
    }
  }
});
