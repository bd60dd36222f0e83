import assert from "node:assert/strict";
import { UnavailableError } from "../../errors.ts";
import type { Followed } from "./feed.ts";
import { patientFeed } from "./patient_feed.ts";

const { signal } = new AbortController();
const away = () => {
  const at = { service: "QuestDB", address: "127.0.0.1:9000" };
  return new UnavailableError("Cannot reach QuestDB at 127.0.0.1:9000: connection refused", at);
};
const rows = (n: number): Followed => ({
  rows: [{ n }],
  added: 1,
  newest: undefined,
  name: "query",
});

/** A feed that gives these answers in turn. */
function feedOf(...answers: (Followed | Error)[]) {
  return patientFeed({
    next: () => {
      const answer = answers.shift()!;
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    close: () => Promise.resolve(),
  });
}

Deno.test("a patient feed keeps its rows while the engine is away, and says why", async () => {
  const feed = feedOf(rows(1), away(), rows(2));
  const first = await feed.next(signal);
  const still = await feed.next(signal);
  assert.deepEqual([still.rows, still.added, still.asked], [[{ n: 1 }], 0, first.asked]);
  assert.match(still.unavailable!, /connection refused/);
  const back = await feed.next(signal);
  assert.deepEqual([back.rows, back.unavailable], [[{ n: 2 }], undefined]);
});

Deno.test("a patient feed fails if the engine is away at first, and for any other error", async () => {
  await assert.rejects(feedOf(away()).next(signal), /connection refused/);
  const feed = feedOf(rows(1), new TypeError("no such column"));
  await feed.next(signal);
  await assert.rejects(feed.next(signal), /no such column/);
});
