import assert from "node:assert/strict";
import { UnavailableError } from "../../errors.ts";
import { githubEvents } from "./github_events.ts";
import { fakeEvent, fakeGithub, range, refusal } from "./api_testing.ts";
import type { SourceBatch } from "../../sources/source.ts";
import { realData } from "../../sources/testing.ts";

/** Everything a source yields, and what it throws in the end. */
async function read(source: AsyncIterable<SourceBatch>) {
  const batches: SourceBatch[] = [];
  let error: Error | undefined;
  try {
    for await (const batch of source) batches.push(batch);
  } catch (thrown) {
    error = thrown as Error;
  }
  const records = batches.flatMap((batch) => batch.records);
  return { batches, records, error, ids: records.map((record) => Number(record.id)) };
}

Deno.test("githubApi() reads 3 pages of 100 once, oldest first", async () => {
  await using server = fakeGithub({ events: range(1, 320).map(fakeEvent) });
  const { batches, records, ids } = await read(server.source());
  assert.deepEqual(ids, range(21, 320));
  assert.equal(batches.length, 1);
  assert.deepEqual(batches[0]!.lines, range(1, 300).reverse());
  assert.equal(batches[0]!.source, `http://${server.address}/events`);
  assert.equal(batches[0]!.stream, githubEvents);
  assert.deepEqual(records.flatMap((record) => githubEvents.check(record)), []);
  assert.deepEqual(server.world.requests.map(({ page }) => page), ["1", "2", "3"]);
  assert.deepEqual(server.world.slept, []);
});

Deno.test("githubApi() sorts by time if the API does not", async () => {
  const events = [4, 2, 3, 1, 5].map(fakeEvent);
  await using server = fakeGithub({ events });
  assert.deepEqual((await read(server.source())).ids, [1, 2, 3, 4, 5]);
});

Deno.test("githubApi() yields each event once while pages and polls overlap", async () => {
  await using server = fakeGithub();
  const { world } = server;
  const push = (count: number) => {
    const last = world.events.length;
    world.events.push(...range(last + 1, last + count).map(fakeEvent));
  };
  // Ten events push ten older ones from page 1 to page 2, and so on, while the first poll runs.
  world.onRequest = (page) => world.requests.length === 1 && page === "2" && push(10);
  world.onSleep = () => push(150);
  const { ids } = await read(server.source({ every: 60_000, limit: 550 }));
  // Page 3 ends at event 11 by then; the pushed events come with the second poll.
  assert.deepEqual(ids.slice(0, 290), range(11, 300));
  assert.deepEqual(ids.slice(290, 450), range(301, 460));
  assert.deepEqual(ids.slice(450), range(461, 560));
  assert.deepEqual(world.lines, []);
});

Deno.test("githubApi() only downloads what has changed, so a quiet poll costs nothing", async () => {
  await using server = fakeGithub();
  const { world } = server;
  world.onSleep = () => world.slept.length === 2 && world.events.push(fakeEvent(301));
  const { ids } = await read(server.source({ every: 60_000, limit: 301 }));
  assert.deepEqual(ids, range(1, 301));
  assert.deepEqual(server.statuses(), [200, 200, 200, 304, 304, 304, 200, 200, 200]);
  assert.equal(world.remaining, 54);
});

Deno.test("githubApi() polls no more often than every, nor than x-poll-interval allows", async () => {
  await using server = fakeGithub();
  const { world } = server;
  world.onSleep = () => {
    world.events.push(fakeEvent(world.events.length + 1));
    world.pollInterval = "90";
  };
  // Every answer takes 5 s.
  world.onRequest = () => void (world.ms += 5000);
  await read(server.source({ every: 80_000, limit: 303 }));
  // 80 s from start to start; then 90 s from the last answer on.
  assert.deepEqual(world.slept, [65_000, 90_000, 90_000]);
});

Deno.test("githubApi() logs that a poll was completely new", async () => {
  await using server = fakeGithub();
  const { world } = server;
  world.onSleep = () => {
    const last = world.events.length;
    world.events.push(...range(last + 1, last + 310).map(fakeEvent));
  };
  const { ids } = await read(server.source({ every: 60_000, limit: 600 }));
  assert.deepEqual(ids, [...range(1, 300), ...range(311, 610)]);
  assert.deepEqual(world.lines, [
    "GitHub API: none of the 300 events was in the last complete poll, so some between the polls were missed",
  ]);
});

Deno.test("githubApi() logs what was missed while polls broke off, and nothing if a later one completes them", async () => {
  // Number of new events before each poll after the first, and how many pages of it come.
  const cases: [polls: [count: number, pages: number][], missed: number[]][] = [
    [[[350, 1], [150, 3]], range(301, 500)],
    [[[250, 1], [30, 2], [300, 3]], range(301, 380)],
    [[[150, 1], [120, 3]], []],
    [[[50, 1], [290, 3]], []],
    [[[50, 1], [310, 3]], range(351, 360)],
  ];
  for (const [polls, missed] of cases) {
    await using server = fakeGithub({ remaining: 1e6 });
    const { world } = server;
    const stop = new AbortController();
    let poll = 0;
    world.onSleep = (ms) => {
      if (ms !== 60_000) return; // a wait within a poll
      const [count, pages] = polls[poll++] ?? [0, 0];
      if (pages === 0) return stop.abort();
      const last = world.events.length;
      world.events.push(...range(last + 1, last + count).map(fakeEvent));
      if (pages < 3) world.script = [...Array(pages), ...Array(5).fill(refusal(502))];
    };
    const source = server.source({ every: 60_000, signal: stop.signal });
    const { ids, error } = await read(source);
    assert.equal(error, undefined);
    const all = range(1, world.events.length);
    assert.deepEqual(all.filter((id) => !ids.includes(id)), missed);
    const told = world.lines.filter((line) => line.includes("were missed"));
    assert.equal(told.length, missed.length > 0 ? 1 : 0, JSON.stringify(polls));
  }
});

Deno.test("githubApi() yields what it has before it fails on a rate limit, or waits while it polls", async () => {
  await using server = fakeGithub({ remaining: 1 });
  const { ids, error } = await read(server.source());
  assert.deepEqual(ids, range(201, 300));
  assert.ok(error instanceof UnavailableError);
  assert.match(error.message, /rate limit reached/);
  server.world.remaining = 1;
  const live = await read(server.source({ every: 60_000, limit: 300 }));
  assert.deepEqual([live.ids.length, live.error], [300, undefined]);
});

Deno.test("githubApi() survives an outage while it polls, and loses no event that is still there", async () => {
  await using server = fakeGithub();
  const { world } = server;
  world.onSleep = (ms) => {
    if (ms !== 60_000) return;
    const last = world.events.length;
    world.events.push(...range(last + 1, last + 120).map(fakeEvent));
    // Page 1 comes, page 2 fails five times.
    if (world.slept.length === 1) world.script = [undefined, ...Array(5).fill(refusal(500))];
  };
  const { ids } = await read(server.source({ every: 60_000, limit: 540 }));
  assert.deepEqual(ids.toSorted((a, b) => a - b), range(1, 540));
  assert.match(world.lines.join("\n"), /^Cannot reach the GitHub API .* 500 [^\n]*$/);
});

Deno.test("githubApi() fails on an outage before the first answer, and on a refusal at any time", async () => {
  await using server = fakeGithub();
  const { world } = server;
  world.script = Array(5).fill(refusal(500));
  const down = await read(server.source({ every: 60_000 }));
  assert.match(down.error!.message, /^Cannot reach the GitHub API at .* 500 /);
  world.onSleep = () => world.script = [refusal(401, {}, "Bad credentials")];
  const revoked = await read(server.source({ every: 60_000 }));
  assert.equal(revoked.ids.length, 300);
  assert.match(revoked.error!.message, /^Cannot use the GitHub API at .*: 401 .*Bad credentials/);
});

Deno.test("githubApi() rejects what is not an event with its position, once, and continues", async () => {
  const nameless = { ...fakeEvent(2), id: undefined };
  await using server = fakeGithub({ events: [fakeEvent(1), null, "text", nameless, fakeEvent(3)] });
  const { world, address } = server;
  world.onSleep = () => world.slept.length === 2 && world.events.push(fakeEvent(4));
  const { batches, records } = await read(server.source({ every: 60_000, limit: 6 }));
  assert.deepEqual(records.map((record) => record.id), ["1", undefined, "3", "4"]);
  assert.deepEqual(githubEvents.check(records[1]).map(({ field }) => field), ["id"]);
  const bad = { source: `http://${address}/events`, field: "", reason: "must be an object" };
  const rejections = batches.flatMap((batch) => batch.rejected);
  assert.ok(rejections.every(({ stream, time }) => stream === githubEvents && time.endsWith("Z")));
  assert.deepEqual(rejections.map(({ stream: _, time: __, ...rest }) => rest), [
    { ...bad, line: 4, value: "null", raw: "null" },
    { ...bad, line: 3, value: "text", raw: '"text"' },
  ]);
});

Deno.test("githubApi() ends without an error when the signal aborts: before, in a wait, in a request", async () => {
  await using server = fakeGithub();
  const { world } = server;
  const none = await read(server.source({ signal: AbortSignal.abort() }));
  assert.deepEqual([none.error, world.requests.length], [undefined, 0]);
  const inWait = new AbortController();
  world.onSleep = () => inWait.abort();
  const first = await read(server.source({ every: 1000, signal: inWait.signal }));
  assert.deepEqual([first.error, first.ids.length], [undefined, 300]);
  const inRequest = new AbortController();
  world.onRequest = (page) => page === "2" && inRequest.abort();
  const second = await read(server.source({ every: 1000, signal: inRequest.signal }));
  assert.deepEqual([second.error, second.ids.length], [undefined, 0]);
});

Deno.test("githubApi() keeps to limit and batchSize", async () => {
  await using server = fakeGithub();
  const { batches, ids } = await read(server.source({ limit: 120, batchSize: 50 }));
  assert.deepEqual(batches.map((batch) => batch.records.length), [50, 50, 20]);
  assert.deepEqual(ids, range(1, 120));
});

Deno.test("githubApi() follows a feed without a gap and forgets what is long past", async () => {
  await using server = fakeGithub({ remaining: 1e6 });
  const { world } = server;
  let last = 300;
  world.onSleep = () => {
    world.events = [...world.events, ...range(last + 1, last += 250).map(fakeEvent)].slice(-300);
    if (last > 15_300) world.events = [fakeEvent(1), fakeEvent(15_000)];
  };
  const { ids } = await read(server.source({ every: 60_000, limit: 15_301 }));
  assert.deepEqual(ids, [...range(1, 15_300), 1]);
});

const page = realData("github_events/github_events_api_page.json");

Deno.test("githubApi() makes valid records of a real page", { ignore: page.ignore }, async () => {
  const events = JSON.parse(await Deno.readTextFile(page.path)) as unknown[];
  await using server = fakeGithub({ events: events.toReversed() });
  const { batches, records } = await read(server.source());
  assert.equal(records.length, 30);
  assert.deepEqual(records.flatMap((record) => githubEvents.check(record)), []);
  assert.deepEqual(batches[0]!.rejected, []);
});
