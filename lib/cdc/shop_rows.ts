import { numberedMenu, productOf } from "../feeds/orders/shop_products.ts";
import { shopUsers } from "../feeds/orders/shop_users.ts";
import { seeded } from "../random.ts";

/** The invented shop's catalogue as rows of a table: the products that the simulator's orders name. */
export function productRows() {
  return numberedMenu().map(productOf).map((product) => ({ ...product, id: Number(product.id) }));
}

/** The shop's users as rows of a table, as the simulator makes them with seed 1. */
export function userRows() {
  return shopUsers(seeded(1)).map((user) => ({ ...user, id: Number(user.id) }));
}
