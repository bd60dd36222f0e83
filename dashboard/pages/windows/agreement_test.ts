import assert from "node:assert/strict";
import { agreement, agreementText } from "./agreement.ts";

const columns = { keys: ["window_start", "area"], values: ["trips", "fare"] };

Deno.test("agreement() compares the rows that all engines have, sums within their rounding", () => {
  const row = (window_start: number, trips: number, fare: number | null) => ({
    window_start,
    area: 8,
    trips,
    fare,
  });
  const deno = [row(1, 2, 0.1 + 0.2), row(2, 5, null), row(3, 1, 1)];
  const questdb = [row(1, 2, 0.3), row(2, 5, null), row(4, 1, 1)];
  assert.deepEqual(agreement([deno, questdb], columns), { common: 2, different: 0, missing: 2 });
  const wrong = [row(1, 3, 0.3), row(2, 5, 0)];
  const found = agreement([deno, questdb, wrong], columns);
  assert.deepEqual(found, { common: 2, different: 2, missing: 2 });
  assert.equal(agreementText(found), "no: 2 of 2 differ, 2 only in some");
  assert.equal(agreementText({ common: 9, different: 0, missing: 0 }), "yes, all 9");
  assert.equal(agreementText({ common: 0, different: 0, missing: 3 }), "nothing in common yet");
});
