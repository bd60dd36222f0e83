import assert from "node:assert/strict";
import { stopwatch } from "./stopwatch.ts";

Deno.test("stopwatch() agrees with the system on the CPU time of a process", async () => {
  // This process in place of an engine: measured twice, by the runtime and by the process table.
  const lap = await stopwatch(() => {
    const end = performance.now() + 400;
    let loops = 0;
    while (performance.now() < end) loops++;
    return loops;
  }, { kafka: Deno.pid });
  assert.ok(lap.count > 0);
  assert.ok(lap.seconds >= 0.4, `${lap.seconds} s`);
  assert.ok(lap.cpuSeconds > 0.02, `${lap.cpuSeconds} s`);
  // The process table counts in hundredths and includes the measuring itself.
  const difference = lap.engineSeconds.kafka! - lap.cpuSeconds;
  assert.ok(difference > -0.05 && difference < 1, `${difference} s`);
  assert.equal(lap.engineSeconds.questdb, undefined);
});

Deno.test("stopwatch() sees memory that is used only in between", async () => {
  const before = Deno.memoryUsage().rss;
  const lap = await stopwatch(async () => {
    const held = new Uint8Array(200 << 20).fill(1);
    await new Promise((resolve) => setTimeout(resolve, 100));
    return held.length;
  });
  assert.ok(lap.peakBytes > before + (150 << 20), `${lap.peakBytes} after ${before}`);
});
