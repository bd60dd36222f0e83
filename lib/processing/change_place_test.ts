import { Buffer } from "node:buffer";
import assert from "node:assert/strict";
import { placeHeader, placeOf } from "./change_place.ts";

const read = (line: number) =>
  Object.fromEntries(
    Object.entries(placeHeader(line)).map(([name, text]) => [name, Buffer.from(text)]),
  );

Deno.test("placeOf() is the line that an event was read from", () => {
  assert.equal(placeOf({ headers: read(17), offset: 5 }, 1), 17);
});

Deno.test("placeOf() orders the other events of a partition, and differs between partitions", () => {
  const place = (offset: number, partition: number) => placeOf({ headers: {}, offset }, partition);
  assert.ok(place(0, 0) < place(0, 1) && place(0, 1) < place(1, 0));
  assert.ok(place(2 ** 41 - 1, 5) < place(2 ** 41 - 1, 6));
});
