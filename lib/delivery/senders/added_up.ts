import type { Account } from "../../processing/account.ts";

const COUNTS = ["read", "published", "rejected", "deadLettered", "unknownFields"] as const;

/**
 * The accounts of several senders as one for each stream. No more can be stored than the table has rows:
 * if it was dropped meanwhile, each sender knows only that it lost rows, not which are left.
 *
 * @param all The accounts of each sender.
 */
export function addedUp(all: readonly (readonly Account[])[]): Account[] {
  return [...Map.groupBy(all.flat(), ({ stream }) => stream).values()].map((accounts) => {
    const sum = { ...accounts[0]! };
    for (const count of COUNTS) sum[count] = accounts.reduce((total, one) => total + one[count], 0);
    const rows = accounts.flatMap((one) => one.rows ?? []);
    sum.rows = rows.length > 0 ? Math.max(...rows) : null;
    const stored = accounts.flatMap((one) => one.stored ?? []);
    const total = stored.reduce((a, b) => a + b, 0);
    sum.stored = stored.length > 0 ? Math.min(total, sum.rows ?? Infinity) : null;
    return sum;
  });
}
