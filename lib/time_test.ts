import assert from "node:assert/strict";
import { seeded } from "./random.ts";
import { epochDays, isoMicros, isoMillis, isoSeconds, isoTime, parseDuration } from "./time.ts";

const random = seeded("times");
const two = (value: number) => String(value).padStart(2, "0");

Deno.test("isoSeconds() and isoMicros() agree with Date over the years 0001 to 9999", () => {
  for (let i = 0; i < 20_000; i++) {
    const milliseconds = random.int(Date.parse("0001-01-01T00:00:00Z"), 253402300799999);
    const text = new Date(milliseconds).toISOString();
    const seconds = Math.floor(milliseconds / 1000);
    assert.equal(isoSeconds(text), seconds, text);
    assert.equal(isoMicros(text), (milliseconds - seconds * 1000) * 1000, text);
  }
});

Deno.test("isoSeconds() and isoMicros() read zero to six fractional digits", () => {
  const base = "2024-02-29T23:59:59";
  const seconds = Date.parse(`${base}Z`) / 1000;
  for (
    const [fraction, micros] of [
      ["", 0],
      [".0", 0],
      [".5", 500_000],
      [".05", 50_000],
      [".123", 123_000],
      [".1234", 123_400],
      [".000001", 1],
      [".999999", 999_999],
    ] as const
  ) {
    assert.equal(isoSeconds(`${base}${fraction}Z`), seconds, fraction);
    assert.equal(isoMicros(`${base}${fraction}Z`), micros, fraction);
  }
});

Deno.test("epochDays() agrees with Date over the years 0000 to 9999", () => {
  assert.equal(epochDays(2000, 3, 1), 11017); // Hinnant's own example
  for (let i = 0; i < 5000; i++) {
    const year = random.int(0, 9999), month = random.int(1, 12), day = random.int(1, 28);
    const days = new Date(0).setUTCFullYear(year, month - 1, day) / 86_400_000;
    assert.equal(epochDays(year, month, day), days, `${year}-${month}-${day}`);
  }
});

Deno.test("epochDays() knows the last day of every month in a 400-year cycle", () => {
  for (let year = 1800; year < 2200; year++) {
    for (let month = 1; month <= 12; month++) {
      const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
      assert.equal(epochDays(year, month, last), Date.UTC(year, month - 1, last) / 86_400_000);
      assert.ok(isNaN(epochDays(year, month, last + 1)), `${year}-${month}-${last + 1}`);
    }
  }
});

Deno.test("isoSeconds() returns NaN for any text that is not such a time", () => {
  const wrong = [
    "",
    "Z",
    "now",
    "2026-01-01",
    "2026-01-01T00:00:00",
    "2026-01-01T00:00Z",
    "2026-01-01 00:00:00Z",
    "2026-01-01t00:00:00Z",
    "2026-01-01T00:00:00z",
    "2026-01-01T00:00:00.Z",
    "2026-01-01T00:00:00,5Z",
    "2026-01-01T00:00:00.1234567Z",
    "2026-01-01T00:00:00.12a4Z",
    "2026-01-01T00:00:00.-12Z",
    "2026-01-01T00:00:00+00:00",
    "2026-01-01T00:00:00.000+01:00",
    "2026-01-01T24:00:00Z",
    "2026-01-01T23:60:00Z",
    "2016-12-31T23:59:60Z", // a leap second: QuestDB's timestamps have none
    "2026-00-01T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-01-00T00:00:00Z",
    "2026-01-32T00:00:00Z",
    "2026-04-31T00:00:00Z",
    "2026-02-29T00:00:00Z",
    "1900-02-29T00:00:00Z",
    "+002026-01-01T00:00:00Z",
    "-001-01-01T00:00:00Z",
    " 026-01-01T00:00:00Z",
    "2026-1-001T00:00:00Z",
    "2026-01-01T 0:00:00Z",
    "２０２６-01-01T00:00:00Z",
    "2026-01-01T00:00:00Z ",
    "2026-01-01T00:00:00Z\n",
  ];
  for (const text of wrong) assert.ok(Number.isNaN(isoSeconds(text)), JSON.stringify(text));
  assert.ok(isoSeconds("2000-02-29T00:00:00Z") > 0, "2000 was a leap year");
});

Deno.test("isoSeconds() accepts a text with one character changed only if Date does and the format is complete", () => {
  const form = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/;
  const alphabet = "0123456789-:.TZtz +a/\u0660";
  let accepted = 0;
  for (let i = 0; i < 30_000; i++) {
    const text = isoTime(random.int(-6e10, 2.5e11), random.pick([0, 0, 120_000, 123_456]));
    const at = random.int(0, text.length);
    const cut = random.int(0, 2);
    const changed = text.slice(0, at) + random.pick([...alphabet, ""]) + text.slice(at + cut);
    const time = form.test(changed) && !/T24|T..:..:60/.test(changed) ? Date.parse(changed) : NaN;
    // Date rolls 31 April over to 1 May.
    const exists = !isNaN(time) && new Date(time).getUTCDate() === Number(changed.slice(8, 10));
    assert.equal(isoSeconds(changed), exists ? Math.floor(time / 1000) : NaN, changed);
    if (exists) accepted++;
  }
  assert.ok(accepted > 3000, `${accepted} accepted`);
});

Deno.test("isoMillis() agrees with Date", () => {
  for (let i = 0; i < 1000; i++) {
    const milliseconds = random.int(Date.parse("0001-01-01T00:00:00Z"), 253402300799999);
    assert.equal(isoMillis(milliseconds), new Date(milliseconds).toISOString());
  }
});

Deno.test("isoTime() is the inverse of isoSeconds() and isoMicros(), with no unnecessary digits", () => {
  for (let i = 0; i < 5000; i++) {
    const seconds = random.int(-62167219200, 253402300799); // 0000-01-01 to 9999-12-31
    const micros = random.pick([0, 1, 1000, 999_000, 999_999, random.int(0, 999_999)]);
    const text = isoTime(seconds, micros);
    assert.equal(isoSeconds(text), seconds);
    assert.equal(isoMicros(text), micros);
    assert.equal(text.length, micros === 0 ? 20 : micros % 1000 === 0 ? 24 : 27, text);
  }
  assert.equal(isoTime(0), "1970-01-01T00:00:00Z");
  assert.equal(isoTime(-1, 999_999), "1969-12-31T23:59:59.999999Z");
  assert.equal(isoTime(1, 50_000), "1970-01-01T00:00:01.050Z");
});

Deno.test("parseDuration() reads a number and its unit", () => {
  const known = {
    "0s": 0,
    "500ms": 500,
    "10s": 1e4,
    "1.5m": 9e4,
    "2h": 72e5,
    "1d": 864e5,
    " 3s ": 3e3,
  };
  for (const [text, milliseconds] of Object.entries(known)) {
    assert.equal(parseDuration(text), milliseconds, text);
  }
  const [hours, minutes] = [random.int(1, 99), random.int(1, 59)];
  assert.equal(
    parseDuration(`${hours}h`) + parseDuration(`${minutes}m`),
    Date.parse(`1970-01-0${1 + Math.floor(hours / 24)}T${two(hours % 24)}:${two(minutes)}:00Z`),
  );
});

Deno.test("parseDuration() refuses everything else and says what to write", () => {
  for (
    const text of ["", "10", "s", "-1s", "1 s", "1,5s", "1.s", ".5s", "1w", "1S", "1e3s", "∞s"]
  ) {
    assert.throws(() => parseDuration(text), {
      name: "RangeError",
      message: `Cannot read the duration ${
        JSON.stringify(text)
      }: write a number and ms, s, m, h or d`,
    });
  }
});
