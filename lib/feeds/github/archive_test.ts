import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { gzipSync } from "node:zlib";
import { seeded } from "../../random.ts";
import type { Rejection } from "../../streams/rejection.ts";
import { type GithubEvent, githubEvents } from "./github_events.ts";
import { githubArchive } from "./archive.ts";
import { EVENT_TYPES, gather, realData, withFolder } from "../../sources/testing.ts";

/** An event as the archive writes it. */
function event(id: number): string {
  return JSON.stringify({
    id: String(id),
    type: "PushEvent",
    actor: { login: `user ${id}` },
    repo: { name: "a/b" },
    payload: {},
    public: true,
    created_at: "2026-01-01T00:00:00Z",
  });
}

/** What is read of one file: ids and their lines, and what was rejected. */
async function read(content: string | Uint8Array) {
  let found = { at: [] as [unknown, number][], faults: [] as (string | number)[][] };
  await withFolder({ "events.json": content }, async (folder) => {
    const { github_events } = await gather(githubArchive(folder));
    if (!github_events) return;
    const { records, lines, rejected } = github_events;
    found = {
      at: records.map((record, i) => [record.id, lines[i]!]),
      faults: rejected.map(({ line, value, reason }) => [line, value, reason]),
    };
  });
  return found;
}

Deno.test("githubArchive() reads one event per line, skipping blank lines", async () => {
  for (const end of ["\n", "\r\n"]) {
    const text = `${event(1)}${end}${end}  ${end}${event(2)}`;
    const expected = { at: [["1", 1], ["2", 4]], faults: [] };
    assert.deepEqual(await read(text), expected);
    assert.deepEqual(await read(gzipSync(text)), expected);
  }
});

Deno.test("githubArchive() rejects a file without any text, but not an empty array", async () => {
  const expected = { at: [], faults: [[1, "", "has no events: the file is empty"]] };
  for (const text of ["", "\n \r\n", "\ufeff"]) {
    assert.deepEqual(await read(text), expected);
    assert.deepEqual(await read(gzipSync(text)), expected);
  }
  assert.deepEqual(await read("[]\n"), { at: [], faults: [] });
  const broken = await read(gzipSync("").subarray(0, 15));
  assert.match(String(broken.faults), /^1,,cannot be read from here on: [^,]*$/);
});

Deno.test("githubArchive() reads gzip of many members, as the archive writes it", async () => {
  const members = [1, 2, 3].map((id) => gzipSync(`${event(id)}\n`));
  assert.deepEqual((await read(Buffer.concat(members))).at, [["1", 1], ["2", 2], ["3", 3]]);
});

Deno.test("githubArchive() rejects a line with the parser's reason, and continues", async () => {
  const old = '{"type":"PushEvent","actor":"ada","repository":{"name":"b"},"public":true}';
  const { at, faults } = await read(
    [event(1), '{"id":', "7", old, `${event(2).slice(0, -1)}`, event(3)].join("\n"),
  );
  assert.deepEqual(at, [["1", 1], ["3", 6]]);
  assert.deepEqual(faults.map(([line]) => line), [2, 3, 4, 5]);
  assert.deepEqual(faults[0], [2, '{"id":', "not JSON: Unexpected end of JSON input"]);
  assert.deepEqual(faults[1], [3, "7", "must be an object"]);
  assert.equal(faults[2]![1], old);
  assert.match(String(faults[2]![2]), /layout from before 2015/);
  assert.match(String(faults[3]![2]), /^not JSON: /);
});

Deno.test("githubArchive() reads a JSON array, with positions as lines", async () => {
  const pretty = JSON.stringify([JSON.parse(event(1)), JSON.parse(event(2))], null, 2);
  assert.deepEqual((await read(`[\n${event(1)}\n]`)).at, [["1", 1]]);
  for (const text of [pretty, `\n[${event(1)},\n${event(2)}\n]\n`, `[${event(1)},${event(2)}]`]) {
    assert.deepEqual(await read(text), { at: [["1", 1], ["2", 2]], faults: [] });
  }
  const { at, faults } = await read(pretty.slice(0, -1));
  assert.deepEqual(at, [["1", 1], ["2", 2]], "whole events of an array that breaks off");
  assert.equal(faults.length, 1);
  assert.match(String(faults[0]![2]), /^not JSON: the array does not end/);
});

Deno.test("githubArchive() reads events in any layout of JSON", async () => {
  const [one, two, three] = [event(1), event(2), event(3)];
  const pretty = (id: number) => JSON.stringify(JSON.parse(event(id)), null, 2);
  const envelope = { total: 3, items: [1, 2, 3].map((id) => JSON.parse(event(id))) };
  for (
    const text of [
      `${one}\n${two}${three}\n`,
      `${one}${two}${three}`,
      `${one} ${two},${three},`,
      `${pretty(1)}\n${pretty(2)}\r\n${pretty(3)}`,
      `${pretty(1)}${two}\n\n${pretty(3)},`,
      JSON.stringify(envelope),
      JSON.stringify(envelope, null, 1),
      `{"items": [\n${one},\n${two},\n${three}\n]}`,
      `${one},\n${two},\n${three}\n`,
    ]
  ) {
    const { at, faults } = await read(text);
    assert.deepEqual([at.map(([id]) => id), faults], [["1", "2", "3"], []], text);
    const lines = at.map(([, line]) => line);
    assert.deepEqual(lines, [...new Set(lines)].sort((a, b) => a - b), "each has its own line");
  }
});

Deno.test("githubArchive() reads all arrays of an envelope, and rejects what in them is no event", async () => {
  const [one, two, three, four] = [1, 2, 3, 4].map((id) => JSON.parse(event(id)));
  for (
    const envelope of [
      { pushes: [one, two], forks: [three, 7], latest: four, total: 4, tags: ["a"] },
      { first: { items: [one, two] }, next: { items: [7, three] }, more: [[four]] },
      { pages: [[one], { items: [two, three] }, 7, [four]] },
    ]
  ) {
    for (const text of [JSON.stringify(envelope), JSON.stringify(envelope, null, 1)]) {
      const { at, faults } = await read(text);
      assert.deepEqual(at.map(([id]) => id), ["1", "2", "3", "4"], text);
      assert.deepEqual(faults.map(([, ...fault]) => fault), [["7", "must be an object"]]);
    }
  }
  const deep = `${'{"x":'.repeat(1e5)}1${"}".repeat(1e5)}`;
  // It has none of an event's fields, which the stream's check says.
  assert.deepEqual((await read(`${event(1)}\n${deep}`)).at, [["1", 1], [undefined, 2]]);
});

Deno.test("githubArchive() loses only a damaged event among others", async () => {
  const [one, two, three] = [event(1), event(2), event(3)];
  const cut = two.slice(0, 70), pretty = JSON.stringify(JSON.parse(two), null, 2);
  for (
    const text of [
      `${one}\n${cut}${three}`,
      `${one}${cut}\n${three}`,
      `${one}${cut}${three}`,
      `${one}\n${two.slice(0, -1)}\n${three}`,
      `${one}\n${pretty.slice(0, 60)}\n${three}`,
      `${one}\n${pretty.slice(0, 60)}\n${JSON.stringify(JSON.parse(three), null, 2)}`,
      `[${one},${cut},${three}]`,
      `${one}\n\0\0\0\0\n${three}`,
      `${one}\n]oops[\n${three}`,
    ]
  ) {
    const { at, faults } = await read(text);
    assert.deepEqual(at.map(([id]) => id), ["1", "3"], text);
    assert.equal(faults.length, 1, text);
  }
});

Deno.test("githubArchive() rejects bytes that are not UTF-8 with line and field", async () => {
  const bad = Buffer.from(event(2).replace("user 2", "caf\xe9"), "latin1");
  const text = Buffer.concat([Buffer.from(`${event(1)}\n`), bad, Buffer.from(`\n${event(3)}`)]);
  await withFolder({ "events.json": text }, async (folder) => {
    const { github_events } = await gather(githubArchive(folder));
    assert.deepEqual(github_events!.records.map(({ id }) => id), ["1", "3"]);
    const [{ line, field, value, reason, raw }] = github_events!.rejected as [Rejection];
    assert.deepEqual([line, field, value], [2, "actor", "caf\\xE9"]);
    assert.match(reason, /^is not UTF-8 \(byte 0xE9\): .*--encoding windows-1252$/);
    assert.match(raw, /caf\\xE9/);
    const latin = await gather(githubArchive(folder, { encoding: "latin1" }));
    assert.equal(latin.github_events!.records[1]!.actor, "caf\xe9");
  });
});

Deno.test("githubArchive() does not mistake a damaged first line before whole events for an array", async () => {
  const { at, faults } = await read(["[oops", event(2), event(3)].join("\n"));
  assert.deepEqual(at, [["2", 2], ["3", 3]]);
  assert.deepEqual(faults.map(([line]) => line), [1]);
});

Deno.test("githubArchive() yields all whole lines of a file that breaks off, then reports the break", async () => {
  const random = seeded("events");
  const ids = Array.from({ length: 3000 }, () => random.int(0, 1e12));
  const packed = gzipSync(ids.map((id) => `${event(id)}\n`).join(""));
  const { at, faults } = await read(packed.subarray(0, packed.length / 2));
  assert.ok(at.length > 1000 && at.length < 2000);
  assert.deepEqual(at.map(([id]) => id), ids.slice(0, at.length).map(String));
  assert.equal(faults.length, 1);
  assert.equal(faults[0]![0], at.length + 1);
  assert.equal(
    faults[0]![2],
    "cannot be read from here on: damaged gzip: unexpected end of file",
  );
});

Deno.test("githubArchive() names a missing path", async () => {
  await assert.rejects(gather(githubArchive("/nowhere/at/all.json")), {
    name: "UsageError",
    message: "Cannot read /nowhere/at/all.json: there is no such file or directory",
  });
});

const real = realData("github_events");

Deno.test({
  name: "githubArchive() reads a real hour to the figures counted elsewhere",
  ignore: real.ignore,
  async fn() {
    const source = githubArchive(`${real.path}/2015-01-01-0.json.gz`);
    const { records, lines, rejected } = (await gather(source)).github_events!;
    assert.deepEqual(rejected, []);
    assert.deepEqual(lines, Array.from({ length: 7702 }, (_, i) => i + 1));
    for (const record of records) assert.deepEqual(githubEvents.check(record), []);
    const events = records as GithubEvent[];
    const types = Object.groupBy(events, (event) => event.type);
    assert.deepEqual(
      Object.fromEntries(Object.entries(types).map(([type, of]) => [type, of!.length])),
      EVENT_TYPES,
    );
    const distinct = (field: keyof GithubEvent) =>
      new Set(events.map((event) => event[field])).size;
    assert.deepEqual([distinct("id"), distinct("repo"), distinct("actor")], [7702, 4113, 3648]);
    assert.equal(events.filter((event) => event.org !== null).length, 2342);
    assert.equal(events.filter((event) => event.repo === "KenanSulayman/heartbeat").length, 79);
    const back = events.filter((event, i) => i > 0 && event.created_at < events[i - 1]!.created_at);
    assert.equal(back.length, 23);
  },
});

Deno.test({
  name: "githubArchive() reads a real page of the API",
  ignore: real.ignore,
  async fn() {
    const source = githubArchive(`${real.path}/github_events_api_page.json`);
    const { records, lines, rejected } = (await gather(source)).github_events!;
    assert.deepEqual(rejected, []);
    assert.deepEqual(lines, Array.from({ length: 30 }, (_, i) => i + 1));
    for (const record of records) assert.deepEqual(githubEvents.check(record), []);
  },
});
