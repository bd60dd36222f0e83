import assert from "node:assert/strict";
import { MENU } from "../../../lib/feeds/orders/shop_menu.ts";
import { dishShapes } from "./dish.ts";

Deno.test("dishShapes() draws every dish of the menu, always the same, within its square", () => {
  const seen = new Map<string, string>();
  for (const { dish } of MENU) {
    const shapes = dishShapes(dish);
    const text = JSON.stringify(shapes);
    assert.equal(JSON.stringify(dishShapes({ ...dish })), text);
    assert.ok(shapes.length > 2 && !/NaN|undefined/.test(text), dish.name);
    seen.set(dish.name, text);
  }
  const pizzas = MENU.filter(({ dish }) => dish.category.endsWith("Pizza"));
  const different = new Set(pizzas.map(({ dish }) => seen.get(dish.name)));
  assert.equal(different.size, new Set(pizzas.map(({ dish }) => dish.name)).size);
});

Deno.test("dishShapes() draws what no catalogue knows, and takes nothing of its name into the picture", () => {
  const name = '"><script>alert(1)</script>';
  const shapes = dishShapes({ name, category: null, ingredients: null });
  assert.ok(!JSON.stringify(shapes).includes("script"));
  assert.notDeepEqual(shapes, dishShapes({ name: "other", category: null, ingredients: null }));
});
