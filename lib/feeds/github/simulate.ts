import { type Random, seeded } from "../../random.ts";
import type { Source } from "../../sources/source.ts";
import { type GithubEvent, githubEvents as stream } from "./github_events.ts";
import { isoTime } from "../../time.ts";
import { arrivals, dayCurve } from "../../simulators/arrivals.ts";
import { githubWorld } from "./world.ts";
import { sampler } from "../../simulators/sampler.ts";
import { simulate, type SimulatorOptions, startOf } from "../../simulators/simulator.ts";

type ValueShares = readonly (readonly [value: string | null, share: number])[];

interface EventKind {
  type: string;
  /** How many of 15,300 real events have this type. */
  share: number;
  action?: ValueShares;
  ref_type?: ValueShares;
  /** Whether it mostly happens in the actor's own repository. */
  own?: boolean;
  /** Whether bots do it too. */
  bots?: boolean;
}

const created: ValueShares = [["created", 1]];

/** The mix of types, and the actions of each. Source of the actions: GitHub Docs, "GitHub event types". */
export const KINDS: readonly EventKind[] = [
  { type: "PushEvent", share: 10_225, own: true, bots: true },
  {
    type: "CreateEvent",
    share: 1_417,
    own: true,
    ref_type: [["branch", 62], ["repository", 25], ["tag", 13]],
  },
  {
    type: "PullRequestEvent",
    share: 920,
    bots: true,
    action: [["opened", 51], ["closed", 47], ["reopened", 2]],
  },
  { type: "WatchEvent", share: 703, action: [["started", 1]] },
  { type: "IssueCommentEvent", share: 583, bots: true, action: created },
  {
    type: "DeleteEvent",
    share: 421,
    own: true,
    bots: true,
    ref_type: [["branch", 9], ["tag", 1]],
  },
  { type: "PullRequestReviewEvent", share: 315, bots: true, action: created },
  {
    type: "IssuesEvent",
    share: 206,
    bots: true,
    action: [["opened", 58], ["closed", 39], ["reopened", 3]],
  },
  { type: "PullRequestReviewCommentEvent", share: 199, bots: true, action: created },
  { type: "ForkEvent", share: 152, action: [["forked", 1]] },
  { type: "ReleaseEvent", share: 57, own: true, bots: true, action: [["published", 1]] },
  { type: "MemberEvent", share: 44, own: true, action: [["added", 1]] },
  { type: "PublicEvent", share: 39, own: true },
  { type: "GollumEvent", share: 12, own: true },
  { type: "CommitCommentEvent", share: 7, action: created },
];

const PER_MINUTE = 130;
/** Share of all events that happen in an organisation's repository. */
const IN_ORG = 0.3;
/** Share of bots in the events that bots do, in organisations and elsewhere. */
const BY_BOT = { org: 0.4, people: 0.14 };
/** Quietest at 03:00, busiest at 15:00 UTC, when Europe and America are both awake. */
const rhythm = dayCurve(
  Array.from({ length: 24 }, (_, hour) => 1 + 0.15 * Math.sin((hour - 9) / 12 * Math.PI)),
);

function drawOf(shares: ValueShares = [[null, 1]]): (random: Random) => string | null {
  const draw = sampler(shares.map(([, share]) => share));
  return shares.length === 1 ? () => shares[0]![0] : (random: Random) => shares[draw(random)]![0];
}

const kinds = KINDS.map((kind) => ({
  ...kind,
  action: drawOf(kind.action),
  ref_type: drawOf(kind.ref_type),
}));
const anyKind = sampler(KINDS.map(({ share }) => share));

/**
 * An endless sequence of GitHub-like events in time order, about 130 a minute. The id is the
 * microsecond in which the event happened, so ids grow whatever the start.
 *
 * @param start Milliseconds since 1970.
 */
export function* githubEvents(random: Random, start: number): Generator<GithubEvent> {
  const world = githubWorld(random);
  const mean = PER_MINUTE / 60_000;
  let id = 0;
  const times = arrivals(random, {
    start,
    rate: (ms) => mean * rhythm(ms),
    peak: mean * rhythm.peak,
  });
  for (const ms of times) {
    const kind = kinds[anyKind(random)]!;
    const org = random.next() < IN_ORG;
    const bot = kind.bots === true && random.next() < (org ? BY_BOT.org : BY_BOT.people);
    const person = world.person();
    const repo = org ? world.orgs() : kind.own && !bot ? world.own(person) : world.known();
    id = Math.max(id + 1, Math.floor(ms * 1000));
    yield {
      id: String(id),
      type: kind.type,
      actor: bot ? world.bot() : world.login(person),
      repo: repo.name,
      org: repo.org,
      public: true,
      action: kind.action(random),
      ref_type: kind.ref_type(random),
      created_at: isoTime(Math.floor(ms / 1000)),
    };
  }
}

/** Simulated GitHub events as a source. */
export function simulateGithub(options: SimulatorOptions): Source {
  const records = githubEvents(seeded(options.seed), startOf(options));
  return simulate({ stream, name: "github", records }, options);
}
