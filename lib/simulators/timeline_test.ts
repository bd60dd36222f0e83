import assert from "node:assert/strict";
import { Timeline } from "./timeline.ts";

Deno.test("Timeline lets processes go on in the order of time, then of their coming", () => {
  const timeline = new Timeline(), seen: string[] = [];
  function* steps(name: string, times: number[]) {
    for (const at of times) {
      yield at;
      seen.push(`${name} ${at}`);
      if (name === "b" && at === 3) timeline.add(steps("child", [3, 5]));
    }
  }
  timeline.add(steps("a", [1, 3, 7]));
  timeline.add(steps("b", [2, 3, 4]));
  timeline.add(steps("none", []));
  timeline.add(steps("clock", [0, 4, 8, 12]), { background: true });
  const told: number[] = [];
  for (let next = timeline.next; next; next = timeline.next) {
    told.push(next.at);
    timeline.step();
  }
  assert.deepEqual(seen, [
    ...["clock 0", "a 1", "b 2", "a 3", "b 3", "child 3", "b 4", "clock 4", "child 5", "a 7"],
  ]);
  assert.deepEqual(told, seen.map((step) => Number(step.split(" ")[1])));
});
