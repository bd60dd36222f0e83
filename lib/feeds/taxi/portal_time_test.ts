import assert from "node:assert/strict";
import { portalTimes } from "./portal_time.ts";

Deno.test("portalTimes() reads both of the portal's formats", () => {
  const read = portalTimes();
  for (
    const [text, iso] of [
      ["04/01/2022 12:00:00 AM", "2022-04-01T00:00:00.000Z"],
      ["04/01/2022 12:15:00 PM", "2022-04-01T12:15:00.000Z"],
      ["04/01/2022 01:15:00 AM", "2022-04-01T01:15:00.000Z"],
      ["12/31/2013 11:59:59 PM", "2013-12-31T23:59:59.000Z"],
      ["02/29/2016 11:00:00 AM", "2016-02-29T11:00:00.000Z"],
      ["2024-01-19T17:00:00", "2024-01-19T17:00:00.000Z"],
      ["2024-01-19T17:00:00.000", "2024-01-19T17:00:00.000Z"],
      ["2024-01-19T17:00:00.250", "2024-01-19T17:00:00.250Z"],
      // Daylight saving time skips these in Chicago and in Sydney: they are read as they are
      // written.
      ["03/13/2022 02:30:00 AM", "2022-03-13T02:30:00.000Z"],
      ["10/02/2022 02:30:00 AM", "2022-10-02T02:30:00.000Z"],
    ]
  ) {
    assert.deepEqual(read(text!), { iso, ms: Date.parse(iso!) }, text);
    assert.deepEqual(read(text!), { iso, ms: Date.parse(iso!) }, `${text} again`);
  }
});

Deno.test("portalTimes() returns undefined for what is not a time", () => {
  const read = portalTimes();
  for (
    const text of [
      "",
      "02/30/2022 01:00:00 AM",
      "02/29/2022 01:00:00 AM",
      "13/01/2022 01:00:00 AM",
      "00/01/2022 01:00:00 AM",
      "04/00/2022 01:00:00 AM",
      "04/01/2022 00:00:00 AM",
      "04/01/2022 13:00:00 PM",
      "04/01/2022 25:00:00 AM",
      "04/01/2022 01:60:00 AM",
      "04/01/2022 01:00:60 AM",
      "04/01/2022 01:00:00",
      "4/1/2022 1:00:00 AM",
      "04/01/22 01:00:00 AM",
      "2022-04-01",
      "2022-02-30T00:00:00",
      "2022-04-01T24:00:00",
      "2022-04-01T00:00:00Z",
      "2022-04-01T00:00:00+02:00",
      "2022-04-01T00:00:00.",
      "x04/01/2022 01:00:00 AM",
    ]
  ) assert.equal(read(text), undefined, text);
});

Deno.test("portalTimes() still works when its memory is full", () => {
  const read = portalTimes({ remember: 3 });
  for (let round = 0; round < 2; round++) {
    for (let day = 10; day < 28; day++) {
      assert.equal(read(`04/${day}/2022 12:00:00 AM`)?.iso, `2022-04-${day}T00:00:00.000Z`);
    }
  }
});
