/**
 * How a page of the dashboard is declared. **To add a page**: one file in `dashboard/pages/` that
 * exports `definePage({...})`, and one line in `dashboard/pages/mod.ts`. Everything else follows from
 * it: its entry in the menu, the one query per panel that all viewers share, the live updates, periods
 * and refresh, both themes, the phone's width, and the tests of `browser_full_test.ts`, which visit
 * every page of the list.
 *
 * A page runs on the server; only rows and the panels' `view`s (plain data) go to the browser.
 *
 * - **Rows**: `rows: (context) => …` gives rows, mostly by ``context.sql`select … from ${githubEvents}` ``:
 *   a stream stands for its table, values are bound, `context.from`, `context.to` and `context.start`
 *   (the first bucket's beginning) are the range, `sample by ${context.step}` its buckets. The query runs
 *   as the user who may only read, and is cancelled when the last viewer leaves. `context.kafka()` is a
 *   connection to Kafka, `context.params` holds the page's own parameters, `context.has(stream)` tells
 *   whether there is a table, `context.data` is the folder of `--data`. At most 5,000 rows are sent: let
 *   the database add up. `fillBuckets(rows, context, { series, zero })` gives buckets without rows a 0. What
 *   takes seconds comes later: `context.meanwhile(rows)` shows what is known at once.
 * - **View**: `{ kind: "line", x: "timestamp", y: "events", series: "type", unfinished: true }`: a figure
 *   of `lib/charts` with its options, which draws in the browser (`line`, `bars`, `heatmap`, `histogram`,
 *   `areaMap`, `dotMap`, `forecastBands`, `candlestick`), or `metrics` (numbers with their change),
 *   `table`, `text`, or `component` with code of your own in the browser.
 * - **A component**: a file in `dashboard/browser/components/` that exports `defineComponent(...)`, and a
 *   line in its `mod.ts`. It is loaded only by pages that use it, gets each new answer, and may
 *   `fetch()` the page's own routes.
 * - **Routes**: `routes: (app, services) => …` adds routes to the server, such as `POST /sql/run`. Host,
 *   Origin, token and rate are checked before them, and bodies limited to `bodyLimit`. The signal
 *   `context.req.raw.signal` aborts when the caller has gone: give it to `services.ask`.
 * - **One moment**: with `at=newest` all panels of a page end with the newest row of any of the page's
 *   `streams`, looked up once for all that are asked for within half a second. A page without `streams`, as
 *   Windows, ends each panel with that panel's. With `now` each ends when it is asked, as its label says;
 *   Kafka's and the engines' figures are always of now, whatever the page's end.
 * - **Numbers**: each panel is compared with the records that were stored, by a line in
 *   `dashboard/comparisons/`; a test fails for a panel without.
 * - **No data**: `streams` are the tables that the page shows. If all are missing, its panels say what
 *   `empty` says, as `deno task ingest github`; if there are only older rows, they offer to show these.
 * - Numbers and times are written by `lib/numbers.ts`; text is escaped: markup in a record stays text.
 *
 * Try it: `deno task dashboard`; after a change in `dashboard/browser/` reload is enough, after one in a
 * page start it again.
 */
import type { Hono } from "hono";
import type { Row } from "../lib/questdb/answer.ts";
import type { Query, Sql } from "../lib/questdb/sql_template.ts";
import type { KafkaClient } from "../lib/kafka/client.ts";
import type { Stream } from "../lib/streams/stream.ts";
import type { DashboardServices } from "./services.ts";
import type { View } from "./view.ts";

export type { DashboardServices } from "./services.ts";
export type { View } from "./view.ts";

/** What a panel's rows are asked with. */
export interface PanelContext {
  /** Beginning of the range. */
  readonly from: Date;
  /** End of the range, exclusive: now, the newest data, or the moment at which the page is frozen. */
  readonly to: Date;
  /** Beginning of the bucket that `from` is in: with it, the first bucket is whole. */
  readonly start: Date;
  /** The buckets for `sample by ${step}`, as `15s`; `step.ms` in milliseconds. */
  readonly step: Query & { readonly ms: number };
  /** Asks QuestDB as the user who may only read: values are bound, streams are their tables. */
  readonly sql: Sql;
  /** Whether a stream has a table, as of half a second ago at most. */
  has(stream: Stream): Promise<boolean>;
  /** A stream's table, with the namespace's prefix. */
  tableOf(stream: Stream): string;
  /** The connection to Kafka, shared by all panels. @throws {UnavailableError} Kafka is away. */
  kafka(): Promise<KafkaClient>;
  /** Values of the page's parameters. */
  readonly params: Readonly<Record<string, string>>;
  /** The folder of `--data`, if it was given. */
  readonly data: string | undefined;
  readonly services: DashboardServices;
  /** Reports an engine that is away although there are rows: the banner names it. */
  note(error: unknown): void;
  /** Shows these rows until those that are returned are there, for a panel whose rest takes long. */
  meanwhile(rows: readonly object[]): void;
  /** Aborts when nobody looks any more. */
  readonly signal: AbortSignal;
}

/** A part of a page: rows, and how they are shown. */
export interface Panel {
  /** Different for each panel of a page: lower-case letters, digits and `_`. */
  id: string;
  title: string;
  /** A line below the title: what is counted, in which unit. */
  note?: string;
  /** How wide it is on a large screen; on a phone all are whole. @default "half" */
  size?: "quarter" | "third" | "half" | "twoThirds" | "full";
  /** Height of its content in pixels, kept free before there are rows. @default by the kind of view */
  height?: number;
  /** Asks for the rows. A panel without has a view that needs none, as a component's. */
  rows?(context: PanelContext): PromiseLike<readonly object[]>;
  view: View;
  /** The tables it shows. @default the page's */
  streams?: readonly Stream[];
  /** Said if there is no data: a command to run. @default the page's */
  empty?: string;
  /** Whether an answer without rows is a good one, such as no dead letters: what is said then. */
  none?: string;
  /** Seconds of its shortest bucket, one that divides a minute. @default 1 */
  bucket?: number;
  /** Seconds that its rows may be kept before they are asked for again, for expensive ones. @default 0 */
  every?: number;
}

/** A page of the dashboard. */
export interface Page {
  /** Lower-case letters, digits and `_`. */
  name: string;
  /** In the menu and as the heading. */
  title: string;
  /** Its path: `/github`. */
  path: string;
  /** A sentence below the heading. */
  intro?: string;
  /** The tables that it shows; they define what "the newest data" is. @default none */
  streams?: readonly Stream[];
  /** Said by panels without data: a command to run. */
  empty?: string;
  /**
   * The period that is shown first, or `none` if its panels show what is now and none of them uses the range:
   * then only the refresh can be chosen. @default "15m"
   */
  period?: string;
  /** Parameters of the URL that reach `context.params`, with their default values. @default none */
  params?: Readonly<Record<string, string>>;
  panels: readonly Panel[];
  /** Adds routes of the page's own, below its path or elsewhere. */
  routes?(app: Hono, services: DashboardServices): void;
  /** Largest body that its routes accept, in bytes. @default 65536 */
  bodyLimit?: number;
  /** Where it stands in the menu. @default "pages" */
  menu?: "pages" | "streams";
}

/**
 * Declares a page.
 *
 * @throws {TypeError} An id or the path is not valid, or two panels have the same id.
 *
 * @example Trips per minute
 * ```ts
 * import { definePage } from "./define_page.ts";
 * import { taxiTrips } from "../lib/feeds/mod.ts";
 *
 * export const trips = definePage({
 *   name: "trips",
 *   title: "Trips",
 *   path: "/trips",
 *   streams: [taxiTrips],
 *   empty: "deno task ingest taxi",
 *   panels: [{
 *     id: "trips",
 *     title: "Trips over time",
 *     rows: ({ sql, start, to, step }) =>
 *       sql`select timestamp, count() trips from ${taxiTrips}
 *         where timestamp >= ${start} and timestamp < ${to} sample by ${step}`,
 *     view: { kind: "line", x: "timestamp", y: "trips", unfinished: true },
 *   }],
 * });
 * ```
 */
export function definePage(page: Page): Page {
  const { name, path, panels, params = {} } = page;
  const refuse = (why: string) => new TypeError(`Cannot define the page ${name}: ${why}`);
  for (const id of [name, ...panels.map(({ id }) => id), ...Object.keys(params)]) {
    if (!/^[a-z][a-z0-9_]*$/.test(id)) {
      throw refuse(`${JSON.stringify(id)} is not lower-case letters, digits and _`);
    }
  }
  if (!/^\/[a-z0-9_/-]*$/.test(path)) throw refuse(`its path ${JSON.stringify(path)} is not /name`);
  const twice = panels.find(({ id }, i) => panels.findIndex((other) => other.id === id) < i);
  if (twice) throw refuse(`it has two panels ${twice.id}`);
  const taken = RANGE_PARAMETERS.find((own) => own in params);
  if (taken) throw refuse(`the parameter ${taken} is every page's`);
  return page;
}

/** Parameters of every page's URL. */
const RANGE_PARAMETERS = ["period", "at", "refresh", "token"];

/** Rows as panels return them. */
export type { Row };
