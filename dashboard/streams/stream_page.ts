/** The page that every stream has without code: rate, newest records, columns, dead letters. */
import { deadLetters } from "../../lib/streams/dead_letters.ts";
import { definePage, type Page, type PanelContext } from "../define_page.ts";
import type { ListedStream } from "./all_streams.ts";
import { columnProfiles } from "./column_profiles.ts";
import { streamStates } from "./stream_states.ts";

/** Newest records that are shown. */
const NEWEST = 25;

/** Makes the page of a stream from its declaration. */
export function streamPage(listed: ListedStream): Page {
  const { stream, by, fill } = listed;
  const columns = ["timestamp", ...stream.columns.map(({ name }) => name)]
    .filter((name) => !(stream.sensitive as readonly string[]).includes(name));
  const texts = new Set(
    stream.columns.filter(({ type }) => type === "VARCHAR").map(({ name }) => name),
  );
  return definePage({
    name: `stream_${stream.name}`,
    title: stream.name,
    path: `/streams/${stream.name}`,
    menu: "streams",
    intro: `The stream ${stream.name}, filled by ${by}. Its times are those of the records.`,
    streams: [stream],
    empty: fill,
    panels: [
      {
        id: "state",
        title: "State",
        size: "full",
        rows: async (context) => {
          const [[state], period] = await Promise.all([
            streamStates(context, [listed], { overTime: false }),
            inPeriod(context, listed),
          ]);
          return [{ ...state, ...period }];
        },
        view: {
          kind: "metrics",
          metrics: [
            { value: "rows", label: "Rows in all" },
            { value: "in_period", label: "Rows in this period", before: "before" },
            { value: "rate", label: "Arriving", format: "rate" },
            { value: "written", label: "Last written", format: "ago" },
            { value: "newest", label: "Newest row", format: "ago" },
            { value: "lag", label: "Not stored yet" },
            { value: "dead_letters", label: "Open dead letters" },
          ],
        },
      },
      {
        id: "over_time",
        title: "Rows over time",
        size: "full",
        rows: ({ sql, start, to, step }) =>
          sql`select timestamp, count() rows from ${stream}
            where timestamp >= ${start} and timestamp < ${to} sample by ${step}`,
        view: { kind: "bars", x: "timestamp", y: "rows", unfinished: true },
      },
      {
        id: "newest",
        title: "Newest records",
        note: `The ${NEWEST} newest rows of the period`,
        size: "full",
        rows: ({ sql, from, to }) =>
          sql`select * from ${stream} where timestamp >= ${from} and timestamp < ${to}
            order by timestamp desc limit ${NEWEST}`.then((rows) =>
            rows.map((row) => Object.fromEntries(columns.map((name) => [name, row[name]])))
          ),
        view: {
          kind: "table",
          columns: columns.map((name) => ({
            name,
            ...texts.has(name) ? { format: "json" as const } : {},
          })),
          filter: true,
        },
      },
      {
        id: "columns",
        title: "Columns",
        note: "Of the last 20,000 rows of the period",
        size: "full",
        every: 15,
        rows: (context) => columnProfiles(context, stream),
        view: {
          kind: "table",
          columns: [
            { name: "column" },
            { name: "type", wide: true },
            { name: "empty", format: "percent" },
            { name: "distinct" },
            { name: "from", wide: true },
            { name: "to", wide: true },
            { name: "mean", wide: true },
            { name: "histogram", format: "sparkline" },
            { name: "most_frequent", wide: true },
          ],
        },
      },
      {
        id: "dead_letters",
        title: "Dead letters by reason",
        note: "Rejected records that were not sent again yet, of all times",
        size: "full",
        height: 120,
        streams: [],
        none: "No dead letters",
        rows: async ({ sql, has }) => {
          if (!await has(deadLetters)) return [];
          const rows = await sql`
            select field, reason, count() letters, max(attempts) attempts, max(timestamp) last
            from ${deadLetters} where replayed is null and stream = ${stream.name}
            order by letters desc limit 100`;
          return rows.map((row) => ({ ...row, command: `deno task replay ${stream.name}` }));
        },
        view: {
          kind: "table",
          columns: [
            { name: "reason" },
            { name: "field" },
            { name: "letters", bar: true },
            { name: "attempts", wide: true },
            { name: "last", format: "ago" },
          ],
          commands: [{ name: "command", label: "Copy the replay command" }],
        },
      },
    ],
  });
}

/** Rows of the period and of the one before. */
async function inPeriod(
  { sql, from, to }: PanelContext,
  { stream }: ListedStream,
): Promise<Record<string, unknown>> {
  const earlier = new Date(2 * +from - +to);
  const [row] = await sql`
    select sum(case when timestamp >= ${from} then 1 else 0 end) in_period,
      sum(case when timestamp < ${from} then 1 else 0 end) before
    from ${stream} where timestamp >= ${earlier} and timestamp < ${to}`;
  return { in_period: row?.in_period ?? 0, before: row?.before ?? 0 };
}
