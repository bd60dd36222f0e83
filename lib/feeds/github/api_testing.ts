/** A test server that behaves like GitHub's events API, with a fake clock. */
import { githubApi, type GithubApiOptions } from "./api.ts";
import { githubClient, type GithubClientOptions } from "./api_client.ts";

/** When the fake clock starts. */
export const START = Date.UTC(2026, 0, 1);

/** An event as the API writes it, one per second. */
export function fakeEvent(number: number) {
  return {
    id: String(number),
    type: "WatchEvent",
    actor: { id: 1, login: "ada", display_login: "ada" },
    repo: { id: 2, name: "ada/engine" },
    payload: { action: "started" },
    public: true,
    created_at: new Date(START + number * 1000).toISOString().replace(".000", ""),
  };
}

/** Numbers from `first` to `last`, both included. */
export function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

/** An answer that replaces the usual one. */
export type ScriptedAnswer = (request: Request) => Response;

/** An error as GitHub sends it. */
export function refusal(status: number, headers: HeadersInit = {}, message = "no"): ScriptedAnswer {
  return () => Response.json({ message }, { status, headers });
}

/** Starts the server: 60 requests an hour, a 304 costs none; events 1 to 300. */
export function fakeGithub(given: { events?: unknown[]; remaining?: number } = {}) {
  const world = {
    /** The feed, oldest first. */
    events: given.events ?? range(1, 300).map(fakeEvent),
    remaining: given.remaining ?? 60,
    /** Epoch seconds at which 60 requests are free again. */
    reset: START / 1000 + 3600,
    pollInterval: "60",
    /** Answers that replace the usual ones, one per request; undefined replaces none. */
    script: [] as (ScriptedAnswer | undefined)[],
    requests: [] as { page: string; status: number; headers: Headers }[],
    /** The clock, and the waits so far. */
    ms: START,
    slept: [] as number[],
    /** Lines logged. */
    lines: [] as string[],
    /** Called before an answer, and after a wait. */
    onRequest: (_page: string) => {},
    onSleep: (_ms: number) => {},
  };
  const limits = () => ({
    "x-poll-interval": world.pollInterval,
    "x-ratelimit-remaining": String(world.remaining),
    "x-ratelimit-reset": String(world.reset),
  });
  function answer(request: Request): Response {
    if (world.ms >= world.reset * 1000) world.remaining = 60;
    if (world.remaining === 0) return refusal(403, limits(), "API rate limit exceeded")(request);
    const query = new URL(request.url).searchParams;
    const size = Number(query.get("per_page") ?? 30);
    const first = (Number(query.get("page")) - 1) * size;
    const page = world.events.toReversed().slice(first, first + size);
    const etag = `W/"${page.map((item) => (item as { id?: string } | null)?.id).join()}"`;
    if (request.headers.get("if-none-match") === etag) {
      return new Response(null, { status: 304, headers: { etag, ...limits() } });
    }
    world.remaining--;
    return Response.json(page, { headers: { etag, ...limits() } });
  }
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
    const page = new URL(request.url).searchParams.get("page") ?? "";
    world.onRequest(page);
    const response = (world.script.shift() ?? answer)(request);
    world.requests.push({ page, status: response.status, headers: request.headers });
    return response;
  });
  const address = `127.0.0.1:${server.addr.port}`;
  const effects = {
    base: `http://${address}`,
    now: () => world.ms,
    sleep(ms: number, signal?: AbortSignal) {
      world.slept.push(ms);
      world.ms += ms;
      world.onSleep(ms);
      return signal?.aborted ? Promise.reject(signal.reason) : Promise.resolve();
    },
    random: () => 0.5,
    log: (line: string) => void world.lines.push(line),
  };
  return {
    world,
    address,
    /** The status of every answer so far. */
    statuses: () => world.requests.map(({ status }) => status),
    source: (options: GithubApiOptions = {}) => githubApi({ ...effects, ...options }),
    client: (options: GithubClientOptions = {}) => githubClient({ ...effects, ...options }),
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}
