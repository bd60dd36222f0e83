import assert from "node:assert/strict";
import { InFlight } from "./in_flight.ts";

Deno.test("InFlight begins the next work only after the last is done", async () => {
  const flight = new InFlight();
  const events: string[] = [];
  const gate = Promise.withResolvers<void>();
  await flight.begin(async () => {
    events.push("first begun");
    await gate.promise;
    events.push("first done");
  });
  const second = flight.begin(() => Promise.resolve(void events.push("second begun")));
  events.push("meanwhile");
  gate.resolve();
  await second;
  await flight.settled();
  assert.deepEqual(events, ["first begun", "meanwhile", "first done", "second begun"]);
});

Deno.test("InFlight throws what the last work threw, and begins nothing then", async () => {
  const flight = new InFlight();
  await flight.begin(() => Promise.reject(new Error("no room")));
  let begun = false;
  await assert.rejects(flight.begin(() => Promise.resolve(void (begun = true))), /no room/);
  assert.equal(begun, false);
  await assert.rejects(flight.settled(), /no room/);
});
