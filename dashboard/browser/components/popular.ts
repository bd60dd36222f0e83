/// <reference lib="dom" />
/** What was ordered most, each with a picture that is drawn here. */
import { element } from "../../../lib/jupyter/lab/extension/elements.ts";
import { exact } from "../../../lib/numbers.ts";
import { defineComponent } from "./define_component.ts";
import { type Dish, dishShapes } from "./dish.ts";
import { svg } from "./svg.ts";

interface Item extends Dish {
  orders: number;
  quantity: number;
}

export default defineComponent(({ box }) => {
  const list = element("ol", { className: "popular" });
  box.append(list);
  const pictures = new Map<string, SVGElement>();
  return {
    update({ rows }) {
      const items = rows as unknown as readonly Item[];
      const most = Math.max(1, ...items.map(({ quantity }) => quantity));
      list.replaceChildren(...items.map((item) => {
        const fill = element("span", { className: "fill" });
        fill.style.width = `${(100 * item.quantity / most).toFixed(1)}%`;
        return element(
          "li",
          {},
          pictureOf(item),
          element(
            "div",
            {},
            element("span", { className: "name" }, item.name),
            element("span", { className: "track" }, fill),
          ),
          element(
            "span",
            { className: "count" },
            element("strong", {}, exact(item.quantity)),
            ` in ${exact(item.orders)} ${item.orders === 1 ? "order" : "orders"}`,
          ),
        );
      }));
    },
  };

  /** A picture is drawn once. */
  function pictureOf(dish: Dish): SVGElement {
    const key = JSON.stringify([dish.name, dish.category, dish.ingredients]);
    let picture = pictures.get(key);
    if (!picture) {
      if (pictures.size > 200) pictures.clear();
      picture = svg(
        "svg",
        { viewBox: "0 0 48 48", width: 38, height: 38, "aria-hidden": "true" },
        ...dishShapes(dish).map(({ d, fill = "none", stroke = "none", width = 0 }) =>
          svg("path", { d, fill, stroke, "stroke-width": width, "stroke-linecap": "round" })
        ),
      );
      pictures.set(key, picture);
    }
    return picture;
  }
});
