import assert from "node:assert/strict";
import type { Questdb } from "../../questdb/client.ts";
import { findWindow } from "../find.ts";
import { viewStaleness, viewState } from "./state.ts";

const window = findWindow("transactions_3s");
const listed = {
  status: "valid",
  reason: null,
  sql: "\nselect 1\n",
  refreshed: 7,
  committed: 9,
  ended: 1_767_225_600_000,
};

/** A QuestDB whose materialized_views() gives these answers in turn, and whose tables() has one type. */
function catalogue(answers: readonly unknown[], type?: string): Questdb {
  const left = [...answers];
  return {
    prefix: "ns_",
    run: (text: string) => {
      assert.match(text, /_name = 'ns_transactions_3s_questdb'/);
      const found = text.includes("from tables()") ? type && { type } : left.shift();
      return Promise.resolve(found ? [found] : []);
    },
  } as unknown as Questdb;
}

Deno.test("viewState() asks again while materialized_views() leaves out a view that tables() has", async () => {
  const sleep = () => Promise.resolve();
  const state = await viewState(catalogue([undefined, undefined, listed], "M"), window, { sleep });
  assert.equal(state?.sql, "select 1");
  assert.equal(await viewState(catalogue([undefined]), window, { sleep }), undefined);
  assert.equal(await viewState(catalogue([undefined], "T"), window, { sleep }), undefined);
});

Deno.test("viewState() gives up on a view whose state stays out", async () => {
  let clock = 0;
  const sleep = (ms: number) => Promise.resolve(void (clock += ms));
  await assert.rejects(viewState(catalogue([], "M"), window, { sleep, now: () => clock }), {
    message:
      "Cannot use ns_transactions_3s_questdb: QuestDB has this view, but does not list its " +
      "state. Drop it with: deno task sql 'drop materialized view \"ns_transactions_3s_questdb\"'",
  });
});

Deno.test("viewStaleness() counts the table's commits that are not in the view", async () => {
  const behind = async (facts: object) =>
    (await viewStaleness(catalogue([{ ...listed, ...facts }]), window)).behind;
  assert.equal(await behind({}), 2);
  assert.equal(await behind({ refreshed: -1 }), 9); // never refreshed
  assert.equal(await behind({ committed: -1 }), null); // no table
  assert.deepEqual(await viewStaleness(catalogue([listed]), window), {
    view: "ns_transactions_3s_questdb",
    status: "valid",
    reason: null,
    behind: 2,
    refreshed: new Date("2026-01-01T00:00:00Z"),
  });
});
