import assert from "node:assert/strict";
import { openTrouble } from "./trouble.ts";

Deno.test("openTrouble() tells each reason once, and when it is over", () => {
  const lines: string[] = [];
  let now = 0;
  const trouble = openTrouble((line) => lines.push(line), () => now);
  const away = new Error("Cannot reach QuestDB at 10.1.2.3:8812: connection refused\nmore");
  trouble.answered();
  for (now = 1000; now <= 5000; now += 100) {
    trouble.failed(away);
    trouble.answered(); // some are still answered
  }
  trouble.failed(new Error("Too many requests"));
  now += 1900;
  trouble.answered();
  now += 200;
  trouble.answered();
  trouble.answered();
  trouble.failed(away);
  const why = "Requests are answered with 503: ";
  assert.deepEqual(lines, [
    `${why}Cannot reach QuestDB at 10.1.2.3:8812: connection refused`,
    `${why}Too many requests`,
    "Requests are answered again, after 6 s",
    `${why}Cannot reach QuestDB at 10.1.2.3:8812: connection refused`,
  ]);
});
