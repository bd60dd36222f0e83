import assert from "node:assert/strict";
import { UnavailableError } from "../../errors.ts";
import { githubClient, TransientApiError } from "./api_client.ts";
import { fakeGithub, refusal, type ScriptedAnswer, START } from "./api_testing.ts";

const PAGE = "/events?per_page=100&page=1";
const TOKEN = "ghp_secret123";
const noWait = () => Promise.resolve();

async function errorOf(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error("It did not fail");
}

Deno.test("githubClient() sends GitHub's headers, and the token only if there is one", async () => {
  await using server = fakeGithub();
  assert.equal((await server.client({ token: `${TOKEN}\n` }).list(PAGE)).length, 100);
  await server.client({ token: "" }).list(PAGE);
  const [first, second] = server.world.requests.map(({ headers }) => headers);
  assert.equal(first!.get("accept"), "application/vnd.github+json");
  assert.match(first!.get("x-github-api-version")!, /^\d{4}-\d\d-\d\d$/);
  assert.equal(first!.get("user-agent"), "tributary");
  assert.equal(first!.get("authorization"), `Bearer ${TOKEN}`);
  assert.equal(second!.get("authorization"), null);
});

Deno.test("githubClient() answers from memory if the API says that nothing changed", async () => {
  await using server = fakeGithub();
  const client = server.client();
  const first = await client.list(PAGE);
  assert.deepEqual(await client.list(PAGE), first);
  assert.deepEqual(server.statuses(), [200, 304]);
  assert.match(server.world.requests[1]!.headers.get("if-none-match")!, /^W\/"300,299,/);
  server.world.events.pop();
  assert.notDeepEqual(await client.list(PAGE), first);
});

Deno.test("githubClient() waits for the rate limit before it asks, and says so", async () => {
  await using server = fakeGithub({ remaining: 1 });
  const { world } = server;
  world.reset = START / 1000 + 100;
  const client = server.client();
  await client.list(PAGE);
  assert.deepEqual(world.slept, []);
  await client.list("/events?page=2");
  assert.deepEqual(server.statuses(), [200, 200]);
  assert.deepEqual(world.slept, [101_000]);
  assert.deepEqual(world.lines, [
    "GitHub API: rate limit reached, waiting 101 s until 2026-01-01T00:01:41.000Z",
  ]);
});

Deno.test("githubClient() waits if others have used up the limit", async () => {
  await using server = fakeGithub({ remaining: 0 });
  server.world.reset = START / 1000 + 100;
  assert.equal((await server.client().list(PAGE)).length, 100);
  assert.deepEqual(server.statuses(), [403, 200]);
  assert.equal(server.world.ms, START + 101_000);
});

Deno.test("githubClient() waits as a secondary limit says", async () => {
  await using server = fakeGithub();
  server.world.script = [refusal(403, { "retry-after": "30" }, "secondary rate limit")];
  await server.client().list(PAGE);
  assert.equal(server.world.ms, START + 30_000);
});

Deno.test("githubClient() fails if the wait is longer than maxWait", async () => {
  await using server = fakeGithub({ remaining: 0 });
  const error = await errorOf(server.client().list(PAGE));
  assert.ok(error instanceof UnavailableError && !(error instanceof TransientApiError));
  assert.match(
    error.message,
    /^Cannot use the GitHub API at .*: rate limit reached, no request before 2026-01-01T01:00:01.000Z\. Set GITHUB_TOKEN .*\. Use a downloaded file instead: .*$/,
  );
  const known = await errorOf(server.client({ token: TOKEN }).list(PAGE));
  assert.doesNotMatch(known.message, /GITHUB_TOKEN/);
  assert.equal((await server.client({ maxWait: 3_601_000 }).list(PAGE)).length, 100);
});

Deno.test("githubClient() retries server errors and broken answers with backoff", async () => {
  await using server = fakeGithub();
  const { world } = server;
  world.script = [refusal(500), refusal(502), () => new Response("<html>"), refusal(503)];
  assert.equal((await server.client().list(PAGE)).length, 100);
  // Full jitter with a random number of 0.5: half of 0.5, 1, 2 and 4 s.
  assert.deepEqual(world.slept, [250, 500, 1000, 2000]);
  world.script = Array(5).fill(refusal(502));
  const down = await errorOf(server.client().list(PAGE));
  assert.ok(down instanceof TransientApiError);
  assert.match(down.message, /^Cannot reach the GitHub API at .*: 502 Bad Gateway \(no\)\. Use a/);
  world.script = Array(5).fill(() => Response.json({ message: "\x1b[2J" + "x".repeat(1e4) }));
  const wrong = await errorOf(server.client().list(PAGE));
  assert.match(wrong.message, /its answer is not a JSON list: \{"message":"/);
  assert.ok(wrong.message.length < 500);
});

Deno.test("githubClient() retries a truncated body", async () => {
  using listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const whole = '[{"id":"1"}]';
  const serving = (async () => {
    for (const body of [whole.slice(0, 5), whole.slice(0, -1), whole]) {
      using connection = await listener.accept();
      await connection.read(new Uint8Array(4096));
      const head =
        `HTTP/1.1 200 OK\r\ncontent-length: ${whole.length}\r\nconnection: close\r\n\r\n`;
      await connection.write(new TextEncoder().encode(head + body));
    }
  })();
  const base = `http://127.0.0.1:${listener.addr.port}`;
  assert.deepEqual(await githubClient({ base, sleep: noWait }).list(PAGE), [{ id: "1" }]);
  await serving;
});

Deno.test("githubClient() says in one line that there is no network", async () => {
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const address = `127.0.0.1:${listener.addr.port}`;
  listener.close();
  const lines: string[] = [];
  const log = (line: string) => void lines.push(line);
  const client = githubClient({ base: `http://${address}/`, sleep: noWait, log });
  const error = await errorOf(client.list(PAGE));
  assert.ok(error instanceof TransientApiError);
  assert.deepEqual([error.service, error.address], ["GitHub API", address]);
  assert.match(
    error.message,
    /^Cannot reach the GitHub API at 127\.0\.0\.1:\d+: [^\n]*Connection refused[^\n]*\. Use a downloaded file instead: deno task ingest github <file>, or --simulate$/,
  );
  assert.doesNotMatch(error.message, /per_page/);
  assert.deepEqual(lines, []);
});

Deno.test("githubClient() gives up on a server that does not answer", async () => {
  const never: typeof fetch = (_url, init) =>
    new Promise((_, reject) => {
      const alive = setInterval(() => {}, 1000);
      init!.signal!.addEventListener("abort", () => {
        clearInterval(alive);
        reject(init!.signal!.reason);
      });
    });
  const error = await errorOf(githubClient({ fetch: never, timeout: 5, sleep: noWait }).list(PAGE));
  assert.ok(error instanceof TransientApiError);
  assert.match(error.message, /^Cannot reach the GitHub API at api\.github\.com: no answer within/);
});

Deno.test("githubClient() fails at once if the API refuses", async () => {
  await using server = fakeGithub();
  for (const [status, message] of [[401, "Bad credentials"], [404, "gone"], [403, "no"]] as const) {
    server.world.script = [refusal(status, {}, message)];
    const error = await errorOf(server.client().list(PAGE));
    assert.ok(error instanceof UnavailableError && !(error instanceof TransientApiError));
    assert.match(error.message, new RegExp(`^Cannot use .*: ${status} \\w+ .*\\(?${message}`));
    assert.equal(/Check GITHUB_TOKEN/.test(error.message), status === 401);
  }
  assert.deepEqual(server.statuses(), [401, 404, 403]);
});

Deno.test("githubClient() follows a redirect without sending the token to another server", async () => {
  await using elsewhere = fakeGithub();
  await using server = fakeGithub();
  const to = (address: string): ScriptedAnswer => ({ url }) =>
    Response.redirect(`http://${address}/events${new URL(url).search}`, 301);
  server.world.script = [to(elsewhere.address), to(server.address)];
  const client = server.client({ token: TOKEN });
  assert.equal((await client.list(PAGE)).length, 100);
  assert.equal((await client.list(PAGE)).length, 100);
  assert.deepEqual(server.statuses(), [301, 301, 304]);
  assert.equal(elsewhere.world.requests.length, 1);
  assert.equal(elsewhere.world.requests[0]!.headers.get("authorization"), null);
  assert.equal(server.world.requests.at(-1)!.headers.get("authorization"), `Bearer ${TOKEN}`);
});

Deno.test("githubClient() never shows the token in an error", async () => {
  await using server = fakeGithub();
  server.world.script = [refusal(401, {}, `Bad credentials: ${TOKEN}`)];
  const refused = await errorOf(server.client({ token: TOKEN }).list(PAGE));
  assert.match(refused.message, /Bad credentials: <token>/);
  assert.doesNotMatch(Deno.inspect(refused), /secret/);
  for (const token of [`${TOKEN}\nx`, `${TOKEN} x`, `${TOKEN}é`]) {
    assert.throws(() => server.client({ token }), (error) => {
      assert.ok(error instanceof RangeError);
      return !/secret/.test(Deno.inspect(error));
    });
  }
});
