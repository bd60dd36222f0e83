import assert from "node:assert/strict";
import { fuzz } from "../fuzz_testing.ts";
import { utcTime } from "./utc_time.ts";

Deno.test("utcTime() agrees with Date on times that it takes, and always writes three digits", async () => {
  await fuzz((random) => {
    const two = (value: number) => String(value).padStart(2, "0");
    const base = new Date(random.int(0, 4e9) * 1000).toISOString().slice(0, 19);
    const fraction = random.pick(["", ".5", ".123", ".120000"]);
    const zone = random.pick([
      "Z",
      `${random.pick(["+", "-"])}${two(random.int(0, 14))}:${two(random.int(0, 59))}`,
    ]);
    const expected = new Date(`${base}${fraction.slice(0, 4)}${zone}`).toISOString();
    assert.equal(utcTime(`${base}${fraction}${zone}`), expected);
    assert.equal(utcTime(`${base.replace("T", " ")}${fraction}${zone.replace(/:/, "")}`), expected);
    const at = random.int(0, 18);
    const broken = utcTime(
      base.slice(0, at) + random.pick(["x", "9", ":", ""]) + base.slice(at + 1) + zone,
    );
    if (broken) assert.equal(new Date(broken).toISOString(), broken);
  });
});
