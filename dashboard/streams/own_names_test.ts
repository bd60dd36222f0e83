import assert from "node:assert/strict";
import { ownGroups, ownNames } from "./own_names.ts";

const known = new Set(["orders", "order_items", "enriched_order_items"]);
const own = (
  prefix: string,
  names: string[],
) => [...ownNames(names.map((name) => ({ name })), { prefix, known })];

Deno.test("ownNames() leaves out what other namespaces have, however it is called", () => {
  const all = [
    "orders",
    "enriched_order_items",
    "me_orders",
    "me_notes",
    "menu",
    "t_1_order_items",
  ];
  assert.deepEqual(own("", [...all, "t_1_x", "t"]), [
    "orders",
    "enriched_order_items",
    "menu",
    "t",
  ]);
  assert.deepEqual(own("me_", all), ["me_orders", "me_notes"]);
  assert.deepEqual(own("me_", [...all, "me_too_orders", "me_too_notes"]), [
    "me_orders",
    "me_notes",
  ]);
  assert.deepEqual(own("", ["me_enriched_order_items", "me_enriched_x"]), []);
  assert.deepEqual(own("t_", all), [], "t_1 is another one");
});

Deno.test("ownNames() takes a table of somebody's own for one, unless it is like ours", () => {
  const named = (
    isLike: boolean,
  ) => [...ownNames([{ name: "web_orders", isLike: () => isLike }, { name: "web_x" }], {
    prefix: "",
    known,
  })];
  assert.deepEqual(named(false), ["web_orders", "web_x"]);
  assert.deepEqual(named(true), []);
});

Deno.test("ownGroups() knows sinks, flows and windows", () => {
  const all = ["sink_orders", "flow_enrichment", "mine", "a_sink_orders", "a_mine", "b_windows_x"]
    .map((group) => ({ group }));
  assert.deepEqual(
    ownGroups(all, { prefix: "" }).map(({ group }) => group),
    ["sink_orders", "flow_enrichment", "mine", "b_windows_x"],
  );
  assert.deepEqual(
    ownGroups([{ group: "b_windows_orders_overview_deno" }, { group: "b_sink" }], { prefix: "" }),
    [],
  );
});
