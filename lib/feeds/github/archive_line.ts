import { hash32 } from "../../random.ts";
import type { GithubEvent } from "./github_events.ts";

/** The payload of each type, besides `action` and `ref_type`. */
const PAYLOADS: Record<string, object> = {
  PushEvent: { ref: "refs/heads/main" },
  CreateEvent: { master_branch: "main", pusher_type: "user" },
  DeleteEvent: { pusher_type: "user" },
  GollumEvent: { pages: [] },
};

/** One event as a line of a GH Archive file. Its numeric ids are hashes of the names. */
export function archiveLine(event: GithubEvent): string {
  const { id, type, actor, repo, org, action, ref_type, created_at } = event;
  const named = { action: action ?? undefined, ref_type: ref_type ?? undefined };
  const line = {
    id,
    type,
    actor: { id: hash32(actor), login: actor },
    repo: { id: hash32(repo), name: repo },
    payload: { ...named, ...PAYLOADS[type] },
    public: event.public,
    created_at,
    org: org ? { id: hash32(org), login: org } : undefined,
  };
  return `${JSON.stringify(line)}\n`;
}
