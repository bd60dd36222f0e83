import assert from "node:assert/strict";
import { definedFeeds, defineFeed } from "./feed.ts";
import { feeds, streams, taxiFeed, taxiTrips } from "./mod.ts";

const simulate = taxiFeed.simulate!;

Deno.test("defineFeed() refuses a feed that no command can use", () => {
  const make = (change: object) => () =>
    defineFeed({ name: "cabs", streams: [taxiTrips], simulate, ...change });
  assert.equal(make({})().name, "cabs");
  assert.throws(make({ name: "Big Cabs" }), /Cannot name a feed "Big Cabs"/);
  assert.throws(make({ streams: [] }), /Cannot define the feed cabs: it has no stream/);
  assert.throws(make({ simulate: undefined }), /at least one of read, simulate, live/);
});

Deno.test("feeds are those that mod.ts lists, in the order of its lines, with distinct names and streams", async () => {
  const text = await Deno.readTextFile(new URL("mod.ts", import.meta.url));
  const listed = [...text.matchAll(/^export \* from "\.\/(\w+)\/mod\.ts";$/gm)].map(([, name]) =>
    name
  );
  assert.ok(listed.length >= 3);
  assert.deepEqual(feeds.map(({ name }) => name), listed);
  const all = feeds.flatMap((feed) => feed.streams.map(({ name }) => name));
  assert.equal(new Set(all).size, all.length);
  assert.deepEqual(Object.keys(streams), all);
});

Deno.test("definedFeeds() refuses two feeds of one name, and two streams of one name", () => {
  for (const _ of [1, 2]) defineFeed({ name: "cabs", streams: [taxiTrips], simulate });
  assert.throws(definedFeeds, /Cannot list the feeds: \w+ is defined twice/);
});
