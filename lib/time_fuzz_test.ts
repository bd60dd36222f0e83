import assert from "node:assert/strict";
import { fuzz } from "./fuzz_testing.ts";
import { isoMicros, isoSeconds, isoTime, withDigits } from "./time.ts";

const ALPHABET = [..."0123456789-:.TZtz +\u0660\0\ud800é"];

Deno.test("times in text agree with Date, with all digits and when damaged", async () => {
  await fuzz((random) => {
    const seconds = random.int(0, 253402300799), micros = random.int(0, 999_999);
    const all = `${new Date(seconds * 1000).toISOString().slice(0, 19)}.${
      String(micros).padStart(6, "0")
    }Z`;
    assert.equal(isoTime(seconds, micros, 6), all);
    const kept = random.int(0, 6);
    const text = kept === 0 ? `${all.slice(0, 19)}Z` : `${all.slice(0, 20 + kept)}Z`;
    const value = kept === 0 ? 0 : Math.floor(micros / 10 ** (6 - kept)) * 10 ** (6 - kept);
    assert.deepEqual([isoSeconds(text), isoMicros(text)], [seconds, value], text);
    assert.equal(withDigits(text, 6), isoTime(seconds, value, 6));
    assert.equal(withDigits(text, 3), value % 1000 ? undefined : isoTime(seconds, value, 3), text);
    const at = random.int(0, text.length);
    const damaged = text.slice(0, at) + random.pick(ALPHABET) + text.slice(at + random.int(0, 2));
    const form = /^\d{4}-\d\d-\d\dT(?!24)\d\d:\d\d:\d\d(\.\d{1,6})?Z$/.test(damaged);
    const ms = form ? Date.parse(damaged) : NaN;
    const exists = ms === ms && new Date(ms).getUTCDate() === Number(damaged.slice(8, 10));
    assert.equal(isoSeconds(damaged), exists ? Math.floor(ms / 1000) : NaN, damaged);
  });
});
