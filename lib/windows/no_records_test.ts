import assert from "node:assert/strict";
import { taxiTrips } from "../feeds/mod.ts";
import type { Stream } from "../streams/stream.ts";
import { NoRecordsError } from "./no_records.ts";

Deno.test("NoRecordsError names the command that fills the stream, if a feed has it", () => {
  const trips = taxiTrips as unknown as Stream;
  assert.equal(
    new NoRecordsError("The table is empty", trips).message,
    "The table is empty. Fill it with: deno task ingest taxi --simulate --limit 10000",
  );
  assert.equal(new NoRecordsError("It is empty", { ...trips, name: "own" }).message, "It is empty");
});
