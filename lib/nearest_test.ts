import assert from "node:assert/strict";
import { nearest } from "./nearest.ts";

Deno.test("nearest() returns the closest names first, whatever their case", () => {
  const known = ["taxi_trips", "github_events", "orders", "order_items", "fare"];
  assert.deepEqual(nearest("taxi_trip", known), ["taxi_trips"]);
  assert.deepEqual(nearest("FARRE", known), ["fare"]);
  assert.deepEqual(nearest("order", known), ["orders", "order_items"]);
  assert.deepEqual(nearest("order", known, { most: 1 }), ["orders"]);
});

Deno.test("nearest() returns nothing if no name is close", () => {
  assert.deepEqual(nearest("zzzzzz", ["taxi_trips", "orders"]), []);
  assert.deepEqual(nearest("x", ["taxi_trips"]), []);
});
