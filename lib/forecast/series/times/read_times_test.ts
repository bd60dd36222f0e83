import assert from "node:assert/strict";
import { codeOption } from "../find_columns.ts";
import { readTimes } from "./read_times.ts";

const read = (values: unknown[], format?: string) =>
  readTimes(values, { column: "date", format, option: codeOption });
const iso = (value: unknown, format?: string) =>
  new Date(read([value], format).times[0]!).toISOString().replace(".000Z", "Z");

Deno.test("readTimes() reads ISO and other forms that leave no doubt", () => {
  const cases: [unknown, string][] = [
    ["2024-01-05", "2024-01-05T00:00:00Z"],
    ["2024-1-5", "2024-01-05T00:00:00Z"],
    ["2024/01/05", "2024-01-05T00:00:00Z"],
    ["2024.01.05", "2024-01-05T00:00:00Z"],
    [" 2024-01-05 ", "2024-01-05T00:00:00Z"],
    ["2024-01", "2024-01-01T00:00:00Z"],
    ["20240105", "2024-01-05T00:00:00Z"],
    ["20240105T1430", "2024-01-05T14:30:00Z"],
    ["2024-01-05T14:30", "2024-01-05T14:30:00Z"],
    ["2024-01-05 14:30:15", "2024-01-05T14:30:15Z"],
    ["2024-01-05T14:30:15.123456789Z", "2024-01-05T14:30:15.123Z"],
    ["2024-01-05T14:30:15,5Z", "2024-01-05T14:30:15.500Z"],
    ["2024-01-05 2:30 PM", "2024-01-05T14:30:00Z"],
    ["2024-01-05 12:05 am", "2024-01-05T00:05:00Z"],
    ["2024-01-05 14:30:15 UTC", "2024-01-05T14:30:15Z"],
    ["2024-01-05 14:30:15-06", "2024-01-05T20:30:15Z"],
    ["2024-01-05 14:30:15+05:30", "2024-01-05T09:00:15Z"],
    ["2024-01-05T14:30:15 -0600", "2024-01-05T20:30:15Z"],
    ["2024-01-05T24:00", "2024-01-06T00:00:00Z"],
    ["2024-02-29", "2024-02-29T00:00:00Z"],
    ["2024-W01", "2024-01-01T00:00:00Z"],
    ["2024-W05-3", "2024-01-31T00:00:00Z"],
    ["2020W53", "2020-12-28T00:00:00Z"],
    ["2024Q1", "2024-01-01T00:00:00Z"],
    ["2024-Q4", "2024-10-01T00:00:00Z"],
    ["Q3 2024", "2024-07-01T00:00:00Z"],
    ["5 Jan 2024", "2024-01-05T00:00:00Z"],
    ["05-Jan-2024 14:30", "2024-01-05T14:30:00Z"],
    ["January 5, 2024", "2024-01-05T00:00:00Z"],
    ["Sept. 5 2024", "2024-09-05T00:00:00Z"],
    ["Fri, 05 Jan 2024 14:30:00 GMT", "2024-01-05T14:30:00Z"],
    ["Jan 2024", "2024-01-01T00:00:00Z"],
    ["May-2024", "2024-05-01T00:00:00Z"],
    ["13/01/2024", "2024-01-13T00:00:00Z"],
    ["1/13/2024", "2024-01-13T00:00:00Z"],
    ["13.1.2024 14:30", "2024-01-13T14:30:00Z"],
    ["1/13/2024 2:30:05 PM", "2024-01-13T14:30:05Z"],
    ["1704412800", "2024-01-05T00:00:00Z"],
    ["1704412800.0", "2024-01-05T00:00:00Z"],
    ["1704412800123", "2024-01-05T00:00:00.123Z"],
    ["1704412800000000", "2024-01-05T00:00:00Z"],
    ["1704412800000000000", "2024-01-05T00:00:00Z"],
    [1704412800, "2024-01-05T00:00:00Z"],
    [1704412800000, "2024-01-05T00:00:00Z"],
    [1704412800000000n, "2024-01-05T00:00:00Z"],
    [new Date("2024-01-05"), "2024-01-05T00:00:00Z"],
  ];
  for (const [value, expected] of cases) assert.equal(iso(value), expected, String(value));
});

Deno.test("readTimes() refuses what is in doubt or not a time, and says what to do", () => {
  const cases: [unknown, RegExp][] = [
    ["01/02/2024", /may be two days.*"date".*timeFormat: "%d\/%m\/%Y" or timeFormat: "%m\/%d\/%Y"/],
    ["01.02.2024 14:30", /timeFormat: "%d\.%m\.%Y %H:%M" or/],
    ["1/2/2024 2:30:00 PM", /timeFormat: "%d\/%m\/%Y %I:%M:%S %p" or/],
    ["13/13/2024", /not a valid time/],
    ["01/02/24", /is not a time \(column "date"\).*timeFormat/],
    ["24-01-05", /is not a time/],
    ["Jan-24", /is not a time/],
    ["2024-02-30", /2024-02-30 is not a valid time/],
    ["2023-02-29", /not a valid time/],
    ["2024-13-01", /not a valid time/],
    ["2024-01-05T25:00", /not a valid time/],
    ["2024-01-05T24:01", /not a valid time/],
    ["2024-01-05T14:30:60Z", /not a valid time/],
    ["2024-01-05 13:30 PM", /not a valid time/],
    ["2024-01-05 14:30+99:00", /not a valid time/],
    ["2021-W53", /not a valid time/],
    ["5 Foo 2024", /not a valid time/],
    ["soon", /is not a time.*Write ISO times, as 2024-01-31/],
    ["45292", /timeFormat: "excel"/],
    [45292, /timeFormat: "excel"/],
    [7, /is not a time/],
    ["", /it is empty/],
    [null, /it is empty/],
    ["NaT", /it is empty/],
    [new Date(NaN), /is not a time/],
    [true, /is not a time/],
  ];
  for (const [value, message] of cases) {
    assert.throws(() => read([value]), { name: "TypeError", message }, String(value));
  }
});

Deno.test("readTimes() decides by the whole column, which is written in one form", () => {
  const us = read(["1/2/2024", "1/13/2024"]);
  assert.equal(new Date(us.times[0]!).toISOString(), "2024-01-02T00:00:00.000Z");
  assert.equal(us.note, "Times are read as month/day/year, as 1/13/2024 shows");
  const german = read(["01.02.2024", "", "13.02.2024"].filter(Boolean));
  assert.equal(new Date(german.times[0]!).toISOString(), "2024-02-01T00:00:00.000Z");
  assert.throws(() => read(["1/13/2024", "13/1/2024"]), /row 1: 1\/13\/2024 is not a valid time/);
  assert.throws(() => read(["2024-01-01", "01/13/2024"]), /row 2: .*not written like 2024-01-01/);
  assert.throws(() => read(["2024-01-01", "1704412800"]), /row 2: .*not written like 2024-01-01/);
  assert.throws(() => read(["1704412800", "1704412800123"]), /row 2: .*not a valid time/);
  assert.equal(read(["2024-01-01", "2024-01-01 12:00"]).zoneless.join(), "false,true");
});

Deno.test("readTimes() takes a format as strptime does, and names for numbers", () => {
  const cases: [string, unknown, string][] = [
    ["%d/%m/%Y", "01/02/2024", "2024-02-01T00:00:00Z"],
    ["%m/%d/%y %I:%M %p", "1/2/24 2:30 PM", "2024-01-02T14:30:00Z"],
    ["%d.%m.%y", "01.02.69", "1969-02-01T00:00:00Z"],
    ["%d %b %Y", "1 February 2024", "2024-02-01T00:00:00Z"],
    ["%d %B %Y", "1 Feb 2024", "2024-02-01T00:00:00Z"],
    ["%Y%m%d%H", "2024020114", "2024-02-01T14:00:00Z"],
    ["%Y-%m-%dT%H:%M:%S.%f%z", "2024-02-01T12:00:00.250+0200", "2024-02-01T10:00:00.250Z"],
    ["%Y (%m)", "2024 (2)", "2024-02-01T00:00:00Z"],
    ["epoch-s", "7", "1970-01-01T00:00:07Z"],
    ["epoch-ms", 7000, "1970-01-01T00:00:07Z"],
    ["epoch-us", "7000000", "1970-01-01T00:00:07Z"],
    ["epoch-ns", 7_000_000_000n, "1970-01-01T00:00:07Z"],
    ["excel", "45292.5", "2024-01-01T12:00:00Z"],
  ];
  for (const [format, value, expected] of cases) assert.equal(iso(value, format), expected, format);
  assert.throws(() => iso("2024-01-01", "%d/%m/%Y"), /is not written as %d\/%m\/%Y/);
  assert.throws(() => iso("31/02/2024", "%d/%m/%Y"), /31\/02\/2024 is not a valid time/);
  for (const format of ["%Q %Y", "%d/%m", "dd/mm/yyyy", "%Y %Y", ""]) {
    assert.throws(() => iso("x", format), { name: "UsageError", message: /Write it with %Y/ });
  }
});
