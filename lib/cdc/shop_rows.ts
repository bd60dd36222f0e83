import { MENU } from "../feeds/orders/shop_menu.ts";
import { shopUsers } from "../feeds/orders/shop_users.ts";
import { seeded } from "../random.ts";

/**
 * The invented shop's catalogue as rows of a table: ids from 1 in the order of the menu, the same
 * products as those that the simulator's orders name.
 */
export function productRows() {
  return MENU.map(({ dish, size, cents }, i) => ({
    id: i + 1,
    name: size === null ? dish.name : `${dish.name} (${size})`,
    description: dish.ingredients,
    category: dish.category,
    price: cents / 100,
    image: null as string | null,
  }));
}

/** The shop's users as rows of a table: ids from 1, as the simulator makes them with seed 1. */
export function userRows() {
  return shopUsers(seeded(1)).map(({ first_name, last_name, residence, lat, lon }, i) => ({
    id: i + 1,
    first_name,
    last_name,
    residence,
    lat,
    lon,
  }));
}
