import type { Random } from "../../random.ts";
import { ADJECTIVES } from "../../simulators/names.ts";
import type { Popular } from "../../simulators/popular.ts";
import type { Process } from "../../simulators/timeline.ts";
import type { Emit } from "./order_life.ts";
import { products } from "./products.ts";
import { MENU, type MenuItem } from "./shop_menu.ts";
import { productOf } from "./shop_products.ts";

/** Milliseconds from one change to the next: five minutes on average. */
export const CHANGE_GAP = [150_000, 450_000] as const;
/** How long a product is sold out before it is removed, in milliseconds: its last orders are well on their way. */
const SOLD_OUT = 120_000;
/** The menu does not become shorter or longer than this. */
const SHORTEST = 60, LONGEST = 100;

/** Options for {@linkcode menuChanges}. */
export interface MenuChangesOptions {
  /** What can be ordered; the changes are made to it. Products are numbered from 1. */
  menu: Popular<MenuItem>;
  /** Milliseconds since 1970. */
  start: number;
  emit: Emit;
}

/** Changes of the catalogue: prices, new products, products that are removed once they are sold out. */
export function* menuChanges(random: Random, { menu, start, emit }: MenuChangesOptions): Process {
  let newest = menu.items.length;
  for (let at = start;;) {
    yield at += random.int(...CHANGE_GAP);
    const kind = random.next(), count = menu.items.length;
    if (kind < 0.6) {
      const item = random.pick(menu.items);
      const before = productOf(item);
      item.cents = changed(item.cents, random);
      emit(products, { before, after: productOf(item), op: "u", ts_ms: at });
    } else if (count <= SHORTEST || kind < 0.8 && count < LONGEST) {
      const item = invented(String(++newest), random);
      menu.add(item, random.int(0, count));
      emit(products, { before: null, after: productOf(item), op: "c", ts_ms: at });
    } else {
      const item = random.pick(menu.items);
      menu.remove(item);
      yield at += SOLD_OUT;
      emit(products, { before: productOf(item), after: null, op: "d", ts_ms: at });
    }
  }
}

/** A price between a fifth lower and a fifth higher, in whole 5 cents, another one than before. */
function changed(cents: number, random: Random): number {
  const price = Math.round(cents * (0.8 + 0.4 * random.next()) / 5) * 5;
  return price === cents ? cents + 5 : Math.max(100, price);
}

/** A variant of a dish on the menu: `Amber Garden Gate`. */
function invented(id: string, random: Random): MenuItem {
  const { dish, size, cents } = random.pick(MENU);
  const adjective = random.pick(ADJECTIVES);
  const name = `${adjective[0]!.toUpperCase()}${adjective.slice(1)} ${dish.name}`;
  return { id, dish: { ...dish, name }, size, cents: changed(cents, random) };
}
