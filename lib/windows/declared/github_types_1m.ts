import { githubEvents } from "../../feeds/mod.ts";
import { count, defineWindow, tumbling } from "../define.ts";

/** Events of each type, every minute. */
export const githubTypes1m = defineWindow({
  name: "github_types_1m",
  from: githubEvents,
  window: tumbling("1m"),
  grace: "10s",
  by: ["type"],
  aggregate: { events: count() },
});
