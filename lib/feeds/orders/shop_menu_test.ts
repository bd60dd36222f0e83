import assert from "node:assert/strict";
import { MENU } from "./shop_menu.ts";

Deno.test("MENU has 80 products in 10 categories, each with an id, a price and ingredients", () => {
  assert.equal(MENU.length, 80);
  assert.equal(new Set(MENU.map(({ id }) => id)).size, 80);
  assert.equal(new Set(MENU.map(({ dish }) => dish.category)).size, 10);
  for (const { id, dish, size, cents } of MENU) {
    assert.match(id, /^[a-z]+(_[a-z]+)*$/);
    assert.equal(id, [dish.id, ...size ? [size.toLowerCase()] : []].join("_"));
    assert(Number.isInteger(cents) && cents >= 100 && cents <= 2_500, `${id}: ${cents}`);
    assert(dish.name !== "" && dish.ingredients !== "");
  }
});

Deno.test("MENU has higher prices for larger pizzas", () => {
  for (const sizes of Map.groupBy(MENU, ({ dish }) => dish.id).values()) {
    const prices = sizes.map(({ cents }) => cents);
    assert.deepEqual(prices, [...prices].sort((a, b) => a - b));
    assert.equal(sizes.map(({ size }) => size).join(""), sizes.length === 1 ? "" : "SML");
    assert.equal(new Set(prices).size, prices.length);
  }
});
