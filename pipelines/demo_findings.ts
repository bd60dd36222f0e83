/** The demo's queries and its chart. */
import { svgFile } from "../lib/charts/svg_file.ts";
import { type HourCount, hoursOfDay } from "../lib/charts/mod.ts";
import type { Questdb, Row } from "../lib/questdb/client.ts";
import { githubEvents, orderItems, orders, products, taxiTrips } from "../lib/feeds/mod.ts";

/** The rows of a query and the title above them. */
export interface Finding {
  title: string;
  rows: Row[];
}

/** Runs the demo's queries. */
export async function findings({ sql }: Questdb): Promise<Finding[]> {
  const asked: Finding[] = [
    {
      title: "GitHub: what people do",
      rows: await sql`
        select type, count() events, count_distinct(repo) repos, count_distinct(actor) actors
        from ${githubEvents} order by events desc limit 5`,
    },
    {
      title: "GitHub: busiest repositories",
      rows:
        await sql`select repo, count() events from ${githubEvents} order by events desc limit 3`,
    },
    {
      title: "Taxi: how trips are paid",
      rows: await sql`
        select payment_type, count() trips, avg(fare) mean_fare,
          100 * sum(tips) / sum(fare) tip_percent
        from ${taxiTrips} order by trips desc limit 5`,
    },
    {
      title: "Taxi: where trips start",
      rows: await sql`
        select pickup_community_area area, count() trips, sum(trip_total) dollars
        from ${taxiTrips} where pickup_community_area != null order by trips desc limit 5`,
    },
    {
      title: "Orders: revenue by category",
      rows: await sql`
        select category, sum(quantity) pieces, sum(quantity * i.price) revenue
        from ${orderItems} i
        join (select id, category from ${products} latest on timestamp partition by id) p
          on i.product_id = p.id
        order by revenue desc limit 5`,
    },
    {
      title: "Orders: totals",
      rows: await sql`
        select count() orders, sum(price) revenue, avg(price) mean_order,
          sum(total_quantity) pieces
        from ${orders}`,
    },
  ];
  return asked.map(({ title, rows }) => ({ title, rows: rows.map(rounded) }));
}

/** Rounds numbers to two decimals. */
export function rounded(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map((
      [name, value],
    ) => [name, typeof value === "number" ? Number(value.toFixed(2)) : value]),
  );
}

/** Hours of the day that a stream must have records in, before one is called its busiest. */
const MIN_HOURS = 20;

/** The demo's chart as the text of an SVG file: records by hour of the day. */
export async function chartOfHours({ sql }: Questdb): Promise<string> {
  const series = { "GitHub events": githubEvents, "taxi trips": taxiTrips, orders };
  const rows: HourCount[] = [];
  const busiest: string[] = [];
  for (const [name, stream] of Object.entries(series)) {
    const hours = await sql<{ hour: number; count: number }>`
      select hour(timestamp) hour, count() count from ${stream} order by hour`;
    rows.push(...hours.map((row) => ({ series: name, ...row })));
    const top = hours.reduce((best, row) => row.count > best.count ? row : best, {
      hour: 0,
      count: 0,
    });
    // Two hours of data have no busiest hour of the day.
    if (hours.length >= MIN_HOURS) busiest.push(`${name} at ${top.hour} h`);
  }
  return svgFile(hoursOfDay(rows, {
    title: busiest.length > 0 ? `Busiest: ${busiest.join(", ")}` : "Records by hour of the day",
    subtitle: "Share of each stream's records by hour of the day, each on a scale of its own " +
      "(GitHub in UTC, the others as the source writes them)",
  }));
}
