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
/** How long a new product is in the catalogue before it can be ordered, or is withdrawn, in milliseconds. */
const ANNOUNCED = 120_000;
/** The menu does not become longer than this. */
const LONGEST = 100;

/** Options for {@linkcode menuChanges}. */
export interface MenuChangesOptions {
  /** What can be ordered; the changes are made to it. Products are numbered from 1. */
  menu: Popular<MenuItem>;
  /** Milliseconds since 1970. */
  start: number;
  emit: Emit;
}

/**
 * Changes of the catalogue: prices, and new products, some of which are withdrawn before anybody can order
 * them. What was ordered is never removed: in a run without a pace, a flow may read the removal before it
 * reads the orders of the time before.
 */
export function* menuChanges(random: Random, { menu, start, emit }: MenuChangesOptions): Process {
  let newest = menu.items.length;
  for (let at = start;;) {
    yield at += random.int(...CHANGE_GAP);
    if (random.next() < 0.6) {
      const item = random.pick(menu.items);
      const before = productOf(item);
      item.cents = changed(item.cents, random);
      emit(products, { before, after: productOf(item), op: "u", ts_ms: at });
      continue;
    }
    const item = invented(String(++newest), random);
    emit(products, { before: null, after: productOf(item), op: "c", ts_ms: at });
    yield at += ANNOUNCED;
    if (menu.items.length < LONGEST && random.next() < 0.6) {
      menu.add(item, random.int(0, menu.items.length));
    } else {
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
