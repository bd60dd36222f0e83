import { processedUserLogins } from "../../lib/flows/processed_user_logins.ts";
import { definePage, type PanelContext } from "../define_page.ts";
import { fillBuckets } from "../fill_buckets.ts";
import { withBefore } from "./parts/with_before.ts";
import { withShares } from "./parts/with_shares.ts";

/** Seconds of the shortest bucket. */
const BUCKET = 15;
/** Locales that are drawn as bars. */
const TOP = 20;
/** Logins within an hour that are never called unusual. */
const FEW = 8;
/** Users that are named. */
const MOST_USERS = 50;
const HOUR = 3_600_000;

/** Who logs in; addresses are masked before anything is stored. */
export const loginsPage = definePage({
  name: "logins",
  title: "Logins",
  path: "/logins",
  intro: "Logins to an app, by the time at which they happened. Addresses are stored masked only.",
  streams: [processedUserLogins],
  empty: "deno task ingest logins --simulate --limit 10000",
  period: "1h",
  panels: [
    {
      id: "totals",
      title: "In this period",
      size: "full",
      rows: (context) =>
        withBefore(context, async ({ from, to }) => {
          const [row] = await context.sql<{ logins: number; unknown: number | null }>`
            select count() logins, count_distinct(user_id) users, count_distinct(device_id) devices,
              sum(case when device_type = 'unknown' then 1 else 0 end) unknown
            from ${processedUserLogins} where timestamp >= ${from} and timestamp < ${to}`;
          return [{ ...row, unknown: row!.logins ? Number(row!.unknown) / row!.logins : null }];
        }, "logins"),
      view: {
        kind: "metrics",
        metrics: [
          { value: "logins", label: "Logins", before: "logins_before" },
          { value: "users", label: "Users", before: "users_before" },
          { value: "devices", label: "Devices", before: "devices_before" },
          { value: "unknown", label: "Without a device type", format: "percent" },
        ],
      },
    },
    {
      id: "by_type",
      title: "Logins over time by device type",
      note: "Logins in each bucket: 15 s, or longer ones in longer periods. Dashed: not over yet",
      size: "twoThirds",
      height: 320,
      bucket: BUCKET,
      rows: async (context) => {
        const { sql, start, to, step } = context;
        const rows = await sql`
          select timestamp, device_type, count() logins from ${processedUserLogins}
          where timestamp >= ${start} and timestamp < ${to} sample by ${step}`;
        return fillBuckets(rows, context, { series: "device_type", zero: ["logins"] });
      },
      view: { kind: "line", x: "timestamp", y: "logins", series: "device_type", unfinished: true },
    },
    {
      id: "types",
      title: "Device types",
      note: "unknown: the login named none",
      size: "third",
      height: 320,
      rows: ({ sql, from, to }) =>
        sql`select device_type, count() logins, count_distinct(user_id) users
          from ${processedUserLogins} where timestamp >= ${from} and timestamp < ${to}
          order by logins desc, device_type`.then((rows) => withShares(rows, "logins")),
      view: {
        kind: "table",
        columns: [
          { name: "device_type" },
          { name: "share", format: "percent", bar: true },
          { name: "logins" },
          { name: "users", wide: true },
        ],
      },
    },
    {
      id: "locales",
      title: `Top ${TOP} locales`,
      size: "half",
      height: 460,
      rows: ({ sql, from, to }) =>
        sql`select locale, count() logins from ${processedUserLogins}
          where timestamp >= ${from} and timestamp < ${to} order by logins desc, locale limit ${TOP}`,
      view: { kind: "bars", x: "locale", y: "logins" },
    },
    {
      id: "all_locales",
      title: "All locales",
      size: "half",
      height: 460,
      rows: ({ sql, from, to }) =>
        sql`select locale, count() logins, count_distinct(user_id) users
          from ${processedUserLogins} where timestamp >= ${from} and timestamp < ${to}
          order by logins desc, locale`.then((rows) => withShares(rows, "logins")),
      view: {
        kind: "table",
        filter: true,
        columns: [
          { name: "locale" },
          { name: "share", format: "percent", bar: true },
          { name: "logins" },
          { name: "users" },
        ],
      },
    },
    {
      id: "repeated",
      title: "Repeated logins",
      note: "How many users logged in once, twice, and so on, in this period",
      size: "half",
      height: 320,
      every: 5,
      rows: ({ sql, from, to }) =>
        sql`select logins, count() users from (
            select user_id, count() logins from ${processedUserLogins}
            where timestamp >= ${from} and timestamp < ${to})
          order by logins limit 1000`,
      view: { kind: "bars", x: "logins", y: "users" },
    },
    {
      id: "versions",
      title: "Versions of the app",
      size: "half",
      height: 320,
      rows: ({ sql, from, to }) =>
        sql`select app_version, count() logins from ${processedUserLogins}
          where timestamp >= ${from} and timestamp < ${to} order by logins desc, app_version limit ${TOP}`,
      view: { kind: "bars", x: "app_version", y: "logins" },
    },
    {
      id: "unusual",
      title: "Users with unusually many logins in an hour",
      note: `Within any 60 minutes at least ${FEW}, and more than twice what 99 % of the users ` +
        "reach in their busiest hour",
      size: "full",
      height: 300,
      every: 5,
      none: "No user has unusually many",
      rows: unusualUsers,
      view: {
        kind: "table",
        key: "user_id",
        filter: true,
        columns: [
          { name: "user_id", label: "user", format: "code" },
          { name: "busiest", label: "in an hour", bar: true },
          { name: "at", label: "until", format: "time", wide: true },
          { name: "logins", label: "in this period", wide: true },
          { name: "devices", wide: true },
          { name: "networks", label: "addresses, masked", wide: true },
          { name: "usual", label: "99 % of users have at most", wide: true },
        ],
      },
    },
  ],
});

/** Of each user the busiest 60 minutes that end in the period; those that stand out from all others. */
async function unusualUsers({ sql, from, to }: PanelContext) {
  return await sql`
    with counted as (
      select timestamp, user_id, device_id, ip, count() over (
        partition by user_id order by timestamp range between 1 hour preceding and current row
      ) within_hour
      from ${processedUserLogins}
      where timestamp >= ${new Date(+from - HOUR)} and timestamp < ${to}),
    users as (
      select user_id, max(within_hour) busiest, count() logins, count_distinct(device_id) devices,
        count_distinct(ip) networks
      from counted where timestamp >= ${from}),
    ends as (
      select user_id, within_hour, min(timestamp) at from counted where timestamp >= ${from}),
    everybody as (select approx_percentile(busiest, 0.99) usual from users)
    select users.user_id, busiest, at, logins, devices, networks, usual
    from users join ends on users.user_id = ends.user_id and busiest = within_hour
    cross join everybody
    where busiest >= ${FEW} and busiest > 2 * usual
    order by busiest desc, users.user_id limit ${MOST_USERS}`;
}
