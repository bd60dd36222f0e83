import assert from "node:assert/strict";
import { processedUserLogins } from "../../lib/flows/processed_user_logins.ts";
import {
  bucketsOf,
  type Comparison,
  type Comparisons,
  counted,
  same,
  sameSet,
  type Stored,
  withPast,
} from "./compared.ts";

const HOUR = 3_600_000;

const distinct = (rows: readonly Stored[], column: string) =>
  new Set(rows.map((row) => row[column])).size;

/** Logins by a column, the most frequent first. @param columns What else is compared of each. */
function ranking(
  column: string,
  { most = Infinity, share = false, users = false }: {
    most?: number;
    share?: boolean;
    users?: boolean;
  },
): Comparison {
  return (shown, world) => {
    const rows = world.within(processedUserLogins, shown.from, shown.to);
    same(
      shown,
      counted(rows, column).slice(0, most).map(({ name, count }) => ({
        [column]: name,
        logins: count,
        ...share ? { share: Math.round(1000 * count / rows.length) / 1000 } : {},
        ...users ? { users: distinct(rows.filter((row) => row[column] === name), "user_id") } : {},
      })),
    );
  };
}

export const loginsComparisons: Comparisons = {
  "logins/totals": (shown, world) => {
    const totals = (from: number, to: number) => {
      const rows = world.within(processedUserLogins, from, to);
      const unknown = rows.filter(({ device_type }) => device_type === "unknown").length;
      return {
        logins: rows.length,
        users: distinct(rows, "user_id"),
        devices: distinct(rows, "device_id"),
        unknown: rows.length === 0 ? null : unknown / rows.length,
      };
    };
    same(shown, withPast(shown, totals, "logins"));
  },
  "logins/by_type": (shown, world) => {
    const rows = world.within(processedUserLogins, shown.start, shown.to);
    const types = [...new Set(rows.map(({ device_type }) => device_type))];
    const expected = bucketsOf(shown).flatMap((at) =>
      types.map((device_type) => ({
        timestamp: at,
        device_type,
        logins: rows.filter((row) =>
          row.device_type === device_type && row.timestamp >= at &&
          row.timestamp < at + shown.step
        ).length,
      }))
    );
    sameSet(shown, expected, ["timestamp", "device_type"]);
  },
  "logins/types": ranking("device_type", { share: true, users: true }),
  "logins/locales": ranking("locale", { most: 20 }),
  "logins/all_locales": ranking("locale", { share: true, users: true }),
  "logins/versions": ranking("app_version", { most: 20 }),
  "logins/repeated": (shown, world) => {
    const rows = world.within(processedUserLogins, shown.from, shown.to);
    const users = new Map<number, number>();
    for (const { count } of counted(rows, "user_id")) {
      users.set(count, (users.get(count) ?? 0) + 1);
    }
    const expected = [...users].map(([logins, users]) => ({ logins, users }));
    same(shown, expected.toSorted((a, b) => a.logins - b.logins));
  },
  "logins/unusual": (shown, world) => {
    const rows = world.within(processedUserLogins, shown.from - HOUR, shown.to);
    const users = [...Map.groupBy(rows, ({ user_id }) => user_id)].flatMap(([user_id, own]) => {
      const seen = own.filter(({ timestamp }) => timestamp >= shown.from);
      if (seen.length === 0) return [];
      const within = seen.map(({ timestamp: at }) =>
        own.filter(({ timestamp }) => timestamp >= at - HOUR && timestamp <= at).length
      );
      const busiest = Math.max(...within);
      return [{
        user_id,
        busiest,
        at: seen[within.indexOf(busiest)]!.timestamp,
        logins: seen.length,
        devices: distinct(seen, "device_id"),
        networks: distinct(seen, "ip"),
      }];
    });
    const sorted = users.map(({ busiest }) => busiest).toSorted((a, b) => a - b);
    const usual = sorted[Math.ceil(0.99 * sorted.length) - 1] ?? 0;
    const expected = users.filter(({ busiest }) => busiest >= 8 && busiest > 2 * usual)
      .toSorted((a, b) =>
        b.busiest - a.busiest || (String(a.user_id) < String(b.user_id) ? -1 : 1)
      );
    if (expected.length > 0) return same(shown, expected);
    assert.deepEqual(shown.rows, []);
  },
};
