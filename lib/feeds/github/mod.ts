/** The feed `github`: public events from GH Archive's files, from the events API, or simulated. */
import { defineFeed } from "../feed.ts";
import { githubApi } from "./api.ts";
import { githubArchive } from "./archive.ts";
import { githubEvents } from "./github_events.ts";
import { sampleEvents } from "./sample.ts";
import { simulateGithub } from "./simulate.ts";

export { type GithubEvent, githubEvents } from "./github_events.ts";

export const githubFeed = defineFeed({
  name: "github",
  streams: [githubEvents],
  read: { folder: "github_events", open: githubArchive, sample: sampleEvents },
  simulate: simulateGithub,
  live: {
    help: "the events API (token from GITHUB_TOKEN, optional)",
    open: (options) => githubApi({ ...options, token: Deno.env.get("GITHUB_TOKEN") }),
  },
});
