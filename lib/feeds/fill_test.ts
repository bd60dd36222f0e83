import assert from "node:assert/strict";
import { defineFeed } from "./feed.ts";
import { fillCommand, ingestCommand } from "./fill.ts";
import { feeds, taxiTrips } from "./mod.ts";

Deno.test("fillCommand() returns the demo for a feed with a sample, otherwise the feed's own command", () => {
  assert.equal(fillCommand(feeds, "taxi_trips"), "deno task demo");
  assert.equal(fillCommand(feeds, "mine_order_items"), "deno task demo");
  assert.equal(fillCommand(feeds, "trips"), undefined);
  const open = () => taxiFeedSource();
  const base = { name: "cabs", streams: [taxiTrips] } as const;
  const command = (feed: object) => fillCommand([defineFeed({ ...base, ...feed })], "taxi_trips");
  assert.equal(command({ simulate: open }), "deno task ingest cabs --simulate --limit 10000");
  assert.equal(command({ live: { help: "a page", open } }), "deno task ingest cabs --live");
  assert.equal(command({ read: { folder: "cabs", open } }), "deno task ingest cabs <files>");
});

Deno.test("ingestCommand() fills one feed, also if it has a sample", () => {
  const command = "deno task ingest taxi --simulate --limit 10000";
  assert.equal(ingestCommand(feeds, "mine_taxi_trips"), command);
  assert.equal(ingestCommand(feeds, "trips"), undefined);
});

async function* taxiFeedSource() {}
