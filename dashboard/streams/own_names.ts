/** Which tables and groups belong to this namespace, which may be none: others' names begin as ours may. */
import { cached } from "../../lib/api/cached.ts";
import { sliceViews } from "../../lib/api/views.ts";
import { flows } from "../../lib/flows/mod.ts";
import { deadLetters } from "../../lib/streams/dead_letters.ts";
import type { Stream } from "../../lib/streams/stream.ts";
import { windows } from "../../lib/windows/find.ts";
import { WINDOW_ENGINES } from "../../lib/windows/window.ts";
import { outputsOf } from "../pages/windows/engine_rows.ts";
import type { DashboardServices } from "../services.ts";
import { allStreams } from "./all_streams.ts";

/** A name, and whether one of ours at its end tells that the rest is a namespace. */
export interface Named {
  name: string;
  /** @default every name that ends as one of ours */
  isLike?(own: string): boolean;
}

/**
 * The names that belong to a namespace. Those of another one within it, or beside it if there is no prefix, are
 * left out: `me_orders` shows that there is a namespace `me`, and all that begins with `me_` is in it.
 *
 * @param known Names of ours, without the prefix.
 */
export function ownNames(
  all: readonly Named[],
  { prefix, known }: { prefix: string; known: ReadonlySet<string> },
): Set<string> {
  const within = all.filter(({ name }) => name.startsWith(prefix))
    .map(({ name, isLike = () => true }) => ({ rest: name.slice(prefix.length), isLike }));
  const others = new Set<string>();
  for (const { rest, isLike } of within) {
    if (known.has(rest)) continue;
    // The first part that is followed by a name of ours: `me` of me_enriched_order_items.
    for (let at = rest.indexOf("_"); at > 0; at = rest.indexOf("_", at + 1)) {
      const own = rest.slice(at + 1);
      if (!known.has(own)) continue;
      if (isLike(own)) others.add(rest.slice(0, at + 1));
      break;
    }
  }
  const isOthers = (rest: string) =>
    !known.has(rest) && others.values().some((other) => rest.startsWith(other));
  return new Set(
    within.filter(({ rest }) => !isOthers(rest)).map(({ rest }) => prefix + rest),
  );
}

const streams: readonly Stream[] = [
  ...allStreams.map(({ stream }) => stream),
  deadLetters as Stream,
  ...windows.flatMap((window) => Object.values(outputsOf(window))),
];
const byName = new Map(streams.map((stream) => [stream.name, stream]));
const tables = new Set([...byName.keys(), ...sliceViews.map(({ name }) => name)]);
const groups = new Set([
  ...streams.map(({ name }) => `sink_${name}`),
  ...flows.map(({ name }) => `flow_${name}`),
  ...windows.flatMap(({ name }) => WINDOW_ENGINES.map((engine) => `windows_${name}_${engine}`)),
]);

/** Of these groups, those of the namespace. */
export function ownGroups<T extends { group: string }>(
  all: readonly T[],
  { prefix }: Pick<DashboardServices, "prefix">,
): T[] {
  const own = ownNames(all.map(({ group }) => ({ name: group })), { prefix, known: groups });
  return all.filter(({ group }) => own.has(group));
}

/** Milliseconds for which the tables are taken as they were. */
const FRESH = 4900;
const watched = new WeakMap<object, { get(): Promise<Set<string>> }>();

/**
 * The tables and views of the namespace. A table that only ends as one of ours, such as `web_orders` with other
 * columns, or a copy without DEDUP keys, tells of no namespace.
 */
export function ownTables(
  services: Pick<DashboardServices, "ask" | "prefix">,
): Promise<Set<string>> {
  let own = watched.get(services);
  if (!own) {
    own = cached(() => readTables(services), { fresh: FRESH, stale: FRESH });
    watched.set(services, own);
  }
  return own.get();
}

async function readTables({ ask, prefix }: Pick<DashboardServices, "ask" | "prefix">) {
  const [found, columns] = await Promise.all([
    ask<{ name: string; dedup: boolean }>("select table_name name, dedup from tables()"),
    ask<{ table: string; name: string }>(
      `select table_name "table", column_name name from information_schema.questdb_columns()`,
    ),
  ]);
  const byTable = Map.groupBy(columns.rows, ({ table }) => table);
  const all = found.rows.map(({ name, dedup }): Named => ({
    name,
    isLike: (own) => dedup && hasColumns(byName.get(own), byTable.get(name) ?? []),
  }));
  return ownNames(all, { prefix, known: tables });
}

function hasColumns(stream: Stream | undefined, columns: readonly { name: string }[]): boolean {
  const there = new Set(columns.map(({ name }) => name));
  return stream !== undefined && there.has("timestamp") &&
    stream.columns.every(({ name }) => there.has(name));
}
