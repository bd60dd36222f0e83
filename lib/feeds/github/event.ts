import { parseExact } from "../../sources/json_exact.ts";
import { utcTime } from "../../sources/utc_time.ts";
import type { GithubEvent } from "./github_events.ts";

/** The parts of GitHub's event that a record needs; a damaged one may lack any of them. */
interface ApiEvent {
  id?: unknown;
  type?: unknown;
  actor?: { login?: unknown } | string;
  repo?: { name?: unknown };
  repository?: unknown;
  org?: { login?: unknown } | null;
  public?: unknown;
  payload?: { action?: unknown; ref_type?: unknown } | null;
  created_at?: unknown;
}

/** Whether an object is an event, of any year's layout, and not a part of one. */
export function isGithubEvent(value: object): boolean {
  const { type, actor, repo, repository } = value as ApiEvent;
  return typeof type === "string" && actor !== undefined &&
    (repo !== undefined || repository !== undefined || "created_at" in value);
}

/**
 * Makes a record from an event and its text. A number as id is kept exactly, however large.
 *
 * @throws {TypeError} As {@linkcode toGithubEvent}.
 */
export function readGithubEvent(
  event: unknown,
  text: string,
): Record<keyof GithubEvent, unknown> {
  const id = (event as ApiEvent | null)?.id;
  const rounded = typeof id === "number" && !Number.isSafeInteger(id);
  return toGithubEvent(rounded ? parseExact(text) : event);
}

/**
 * Makes a record of `github_events` from an event as GitHub's API and GH Archive write it, with the
 * fields in the stream's order; times with an offset are converted to UTC. Missing parts are
 * undefined, and what is not exact is left as it is, so that the stream's check names them.
 * Source: GitHub REST documentation, "GitHub event types", common event object properties.
 *
 * @throws {TypeError} It is not an object, or an event in the archive's older layout. The message
 * is the reason for the rejection.
 */
export function toGithubEvent(event: unknown): Record<keyof GithubEvent, unknown> {
  if (typeof event !== "object" || event === null || Array.isArray(event)) {
    throw new TypeError("must be an object");
  }
  const { id, type, actor, repo, repository, org, public: open, payload, created_at } =
    event as ApiEvent;
  if (typeof actor === "string" || (repository !== undefined && repo === undefined)) {
    throw new TypeError(
      "is an event in GH Archive's layout from before 2015 (`actor` as text, `repository`, no id): " +
        "use archive files from 2015-01-01 on",
    );
  }
  return {
    // A number beyond 2^53 is rounded: it stays one, which the check refuses.
    id: Number.isSafeInteger(id) ? String(id) : id,
    type,
    actor: actor?.login,
    repo: repo?.name,
    org: org?.login ?? null,
    public: open,
    action: payload?.action ?? null,
    ref_type: payload?.ref_type ?? null,
    created_at: typeof created_at === "string" ? utcTime(created_at) ?? created_at : created_at,
  };
}
