import assert from "node:assert/strict";
import { InFlight } from "./in_flight.ts";

Deno.test("InFlight starts the next work only after the last is done", async () => {
  const flight = new InFlight();
  const events: string[] = [];
  const gate = Promise.withResolvers<void>();
  await flight.begin(async () => {
    events.push("first started");
    await gate.promise;
    events.push("first done");
  });
  const second = flight.begin(() => Promise.resolve(void events.push("second started")));
  events.push("meanwhile");
  gate.resolve();
  await second;
  await flight.settled();
  assert.deepEqual(events, ["first started", "meanwhile", "first done", "second started"]);
});

Deno.test("InFlight throws what the last work threw, and starts nothing then", async () => {
  const flight = new InFlight();
  await flight.begin(() => Promise.reject(new Error("no room")));
  let started = false;
  await assert.rejects(flight.begin(() => Promise.resolve(void (started = true))), /no room/);
  assert.equal(started, false);
  await assert.rejects(flight.settled(), /no room/);
});
