import assert from "node:assert/strict";
import { idIn, plan } from "./records.ts";
import { chaosRecords } from "./stream.ts";

Deno.test("plan() has 0.1 % bad records and 1 % duplicates, the same every time", () => {
  const kinds = new Map<string, number>();
  let bad = 0, messages = 0;
  const many = 50_000;
  for (let id = 0; id < many; id++) {
    const planned = plan(7, id);
    messages += planned.messages.length;
    assert.equal(idIn(String(planned.messages[0]!.value)), id);
    if (planned.bad === undefined) continue;
    bad++;
    kinds.set(planned.bad, (kinds.get(planned.bad) ?? 0) + 1);
    assert.deepEqual(plan(7, id), planned);
  }
  assert.ok(bad > 25 && bad < 90, `${bad} bad`);
  assert.ok(messages > many * 1.008 && messages < many * 1.012, `${messages} messages`);
  assert.ok(kinds.size >= 6, [...kinds].join(" "));
});

Deno.test("only QuestDB refuses a bad address; the check refuses all else that is bad", () => {
  const passes = new Set<string>();
  for (let id = 0; id < 50_000; id++) {
    const { bad, record, messages } = plan(7, id);
    if (bad === undefined) {
      if (id < 100) assert.ok(chaosRecords.valid(record));
    } else if (bad !== "cut" && chaosRecords.valid(JSON.parse(String(messages[0]!.value)))) {
      passes.add(bad);
    }
  }
  assert.deepEqual([...passes].sort(), ["five", "host", "octets"]);
});
