import assert from "node:assert/strict";
import type { Lap } from "./stopwatch.ts";

const script = new URL("./testing_stopwatch_process.ts", import.meta.url).pathname;
const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
  args: ["run", "--no-lock", "--allow-run", "--allow-sys", "--allow-read", script],
}).output();
const text = new TextDecoder().decode(stdout);
assert.ok(text !== "", new TextDecoder().decode(stderr));
const { before, busy, large } = JSON.parse(text) as { before: number; busy: Lap; large: Lap };

Deno.test("stopwatch() agrees with the system on the CPU time of a process", () => {
  // Measured twice, by the runtime and by the process table.
  assert.ok(busy.count > 0);
  assert.ok(busy.seconds >= 0.4, `${busy.seconds} s`);
  assert.ok(busy.cpuSeconds > 0.02, `${busy.cpuSeconds} s`);
  // The process table counts in hundredths and includes the measuring itself.
  const difference = busy.engineSeconds.kafka! - busy.cpuSeconds;
  assert.ok(difference > -0.05 && difference < 1, `${difference} s`);
  assert.equal(busy.engineSeconds.questdb, undefined);
});

Deno.test("stopwatch() sees memory that is used only in between", () => {
  assert.ok(large.peakBytes > before + (150 << 20), `${large.peakBytes} after ${before}`);
});
