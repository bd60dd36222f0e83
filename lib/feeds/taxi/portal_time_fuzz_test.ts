import assert from "node:assert/strict";
import { fuzz } from "../../fuzz_testing.ts";
import { portalTimes } from "./portal_time.ts";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

Deno.test("portalTimes() reads back any time in any form, and no time that does not exist", async () => {
  const read = portalTimes();
  await fuzz((random) => {
    const two = (value: number) => String(value).padStart(2, "0");
    const year = random.int(1970, 2099), month = random.int(1, 12), day = random.int(1, 31);
    const hour = random.int(0, 23), minute = random.int(0, 59), second = random.int(0, 59);
    const clock = `${two(hour % 12 || 12)}:${two(minute)}:${two(second)} ${
      hour < 12 ? "AM" : "PM"
    }`;
    const date = `${year}-${two(month)}-${two(day)}`,
      time = `${two(hour)}:${two(minute)}:${two(second)}`;
    const text = random.pick([
      `${two(month)}/${two(day)}/${year} ${clock}`,
      `${year} ${MONTHS[month - 1]} ${two(day)} ${clock}`,
      `${date}T${time}`,
      `${date}T${time}.000`,
      `${date} ${time}`,
      `${date} ${time} UTC`,
      `${date} ${time}+00`,
    ]);
    const utc = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
    const exists = utc.getUTCDate() === day;
    const expected = exists ? { iso: utc.toISOString(), ms: utc.getTime() } : undefined;
    assert.deepEqual(read(text), expected, text);
    const at = random.int(0, text.length - 1);
    const other = read(
      text.slice(0, at) + random.pick(["", "x", " ", "9", ":"]) + text.slice(at + 1),
    );
    if (other) assert.equal(new Date(other.ms).toISOString(), other.iso);
  });
});
