import assert from "node:assert/strict";
import { seeded } from "../../random.ts";
import { githubEvents } from "./simulate.ts";
import { chiSquare, tally } from "../../simulators/testing.ts";

/** 15,300 real events, as the project's brief counted them. */
const REAL = new Map(Object.entries({
  PushEvent: 10_225,
  CreateEvent: 1_417,
  PullRequestEvent: 920,
  WatchEvent: 703,
  IssueCommentEvent: 583,
  DeleteEvent: 421,
  PullRequestReviewEvent: 315,
  IssuesEvent: 206,
  PullRequestReviewCommentEvent: 199,
  ForkEvent: 152,
  ReleaseEvent: 57,
  MemberEvent: 44,
  PublicEvent: 39,
  GollumEvent: 12,
  CommitCommentEvent: 7,
}));

/** What GitHub Docs, "GitHub event types", allow as `action` and `ref_type`. */
const ALLOWED: Record<string, string[]> = {
  CreateEvent: ["/branch", "/repository", "/tag"],
  DeleteEvent: ["/branch", "/tag"],
  PullRequestEvent: ["opened/", "closed/", "reopened/"],
  IssuesEvent: ["opened/", "closed/", "reopened/"],
  WatchEvent: ["started/"],
  IssueCommentEvent: ["created/"],
  PullRequestReviewEvent: ["created/"],
  PullRequestReviewCommentEvent: ["created/"],
  CommitCommentEvent: ["created/"],
  ForkEvent: ["forked/"],
  ReleaseEvent: ["published/"],
  MemberEvent: ["added/"],
};

const midnight = Date.UTC(2026, 4, 13);
const events = githubEvents(seeded(11), midnight).take(190_000).toArray();

Deno.test("githubEvents() has the real mix of types", () => {
  const seen = tally(events, ({ type }) => type);
  assert(chiSquare(seen, REAL) < 36.12, `${chiSquare(seen, REAL)}`);
});

Deno.test("githubEvents() uses for each type exactly the actions that GitHub has", () => {
  const seen = Map.groupBy(events, ({ type }) => type);
  for (const [type, some] of seen) {
    const named = new Set(some.map(({ action, ref_type }) => `${action ?? ""}/${ref_type ?? ""}`));
    assert.deepEqual([...named].sort(), [...ALLOWED[type] ?? ["/"]].sort(), type);
  }
});

Deno.test("githubEvents() yields about 130 events a minute, more by day than by night", () => {
  const day = events.filter(({ created_at }) => created_at < "2026-05-14");
  assert(Math.abs(day.length / 1440 - 130) < 1.5, `${day.length / 1440}`);
  const hours = tally(day, ({ created_at }) => Number(created_at.slice(11, 13)));
  assert(hours.get(15)! > 1.2 * hours.get(3)!);
  assert(hours.get(15)! < 1.6 * hours.get(3)!);
});

Deno.test("githubEvents() has growing ids, and whole seconds as GitHub has", () => {
  for (const [i, { id, created_at }] of events.entries()) {
    assert.match(id, /^[1-9]\d*$/);
    assert(i === 0 || Number(id) > Number(events[i - 1]!.id));
    assert.match(created_at, /^2026-05-1\d(T\d\d(:\d\d){2})Z$/);
  }
});

Deno.test("githubEvents() has an org in 30 % of cases: the owner of the repository", () => {
  const inOrg = events.filter(({ org }) => org);
  assert(Math.abs(inOrg.length / events.length - 0.3) < 0.005);
  assert(inOrg.every(({ org, repo }) => repo.startsWith(`${org}/`)));
});

Deno.test("githubEvents() has a few very busy bots and a long tail of people", () => {
  const actors = [...tally(events, ({ actor }) => actor)].sort((a, b) => b[1] - a[1]);
  assert.match(actors[0]![0], /\[bot\]$/);
  assert(actors[0]![1] > 0.03 * events.length && actors[0]![1] < 0.2 * events.length);
  assert(actors.length > 4_000);
  const repos = [...tally(events, ({ repo }) => repo).values()].sort((a, b) => b - a);
  const busiest = repos.slice(0, repos.length / 10).reduce((sum, n) => sum + n, 0);
  assert(busiest > 0.3 * events.length && busiest < 0.8 * events.length);
});

Deno.test("githubEvents() belong to nobody: GitHub has no login with a dot", () => {
  for (const { actor, repo } of events) {
    assert.match(actor, /^[a-z]+\.[a-z]+\d?(\[bot\])?$/);
    assert.match(repo, /^[a-z]+\.[a-z]+\d?\/[a-z-]+$/);
  }
});
