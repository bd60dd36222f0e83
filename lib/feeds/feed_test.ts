import assert from "node:assert/strict";
import { defineFeed } from "./feed.ts";
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

Deno.test("feeds are those that mod.ts lists, with distinct names and streams", () => {
  assert.deepEqual(feeds.map(({ name }) => name), ["github", "taxi", "orders"]);
  const all = feeds.flatMap((feed) => feed.streams.map(({ name }) => name));
  assert.equal(new Set(all).size, all.length);
  assert.deepEqual(Object.keys(streams), all);
});
