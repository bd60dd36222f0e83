import type { Random } from "../../random.ts";
import type { Popular } from "../../simulators/popular.ts";
import type { Process } from "../../simulators/timeline.ts";
import { CHANGE_GAP } from "./menu_changes.ts";
import type { Emit } from "./order_life.ts";
import { type ShopUser, shopUser } from "./shop_users.ts";
import { users } from "./users.ts";

/** Options for {@linkcode userChanges}. */
export interface UserChangesOptions {
  /** Who may order; the changes are made to it. Users are numbered from 1. */
  customers: Popular<ShopUser>;
  /** Milliseconds since 1970. */
  start: number;
  emit: Emit;
}

/** Changes of the users: some move within the town, some are new. */
export function* userChanges(
  random: Random,
  { customers, start, emit }: UserChangesOptions,
): Process {
  for (let at = start;;) {
    yield at += random.int(...CHANGE_GAP);
    const count = customers.items.length;
    const ts_ms = at;
    if (random.next() < 0.4) {
      const user = shopUser(random, String(count + 1));
      customers.add(user, random.int(0, count));
      emit(users, { before: null, after: { ...user }, op: "c", ts_ms });
    } else {
      const user = random.pick(customers.items);
      const before = { ...user };
      const { residence, lat, lon } = shopUser(random, user.id);
      Object.assign(user, { residence, lat, lon });
      emit(users, { before, after: { ...user }, op: "u", ts_ms });
    }
  }
}
