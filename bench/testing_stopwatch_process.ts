/** A process for the tests of `stopwatch.ts`: in theirs, other tests use memory and processors too. */
import { stopwatch } from "./stopwatch.ts";

const before = Deno.memoryUsage().rss;
const busy = await stopwatch(() => {
  const end = performance.now() + 400;
  let loops = 0;
  while (performance.now() < end) loops++;
  return loops;
}, { kafka: Deno.pid }); // this process in place of an engine
const large = await stopwatch(async () => {
  const held = new Uint8Array(200 << 20).fill(1);
  await new Promise((resolve) => setTimeout(resolve, 100));
  return held.length;
});
console.log(JSON.stringify({ before, busy, large }));
