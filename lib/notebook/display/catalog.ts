import { listTables, type TableFacts } from "../../questdb/catalog.ts";
import { type Displayable, displayable } from "./bundle.ts";
import { questdb, withQuestdb } from "../query/engine.ts";
import { count } from "../readable.ts";
import { gridBundle } from "./data_grid.ts";
import { signalOf } from "../stop.ts";

/** A list of tables that shows itself; `await` it for the rows. */
export interface Catalog extends Displayable, PromiseLike<TableFacts[]> {}

/** Options for {@linkcode catalog}. */
export interface CatalogOptions {
  /** Includes the tables of all namespaces. @default false */
  all?: boolean;
  /** The time from which ages are counted. @default Date.now */
  now?: () => number;
}

/** The tables of the namespace: rows, first and last time, age, partition, DEDUP keys, WAL. */
export function catalog({ all = false, now = Date.now }: CatalogOptions = {}): Catalog {
  const list = () =>
    withQuestdb(({ endpoint }) => listTables(endpoint, { all, signal: signalOf() }));
  return {
    ...displayable(async () => {
      const tables = await list();
      const { prefix } = (await questdb()).db;
      const rows = tables.map(({ from, to, written, keys, ...facts }) => ({
        ...{ ...facts, from, to },
        age: to ? ageOf(now() - to.getTime()) : null,
        written: written ? `${ageOf(now() - written.getTime())} ago` : null,
        keys: keys.join(", "),
      }));
      const names = ["table", "kind", "rows", "from", "to", "age", "written", "partition"];
      const where = !all && prefix !== "" ? ` in the namespace ${prefix.slice(0, -1)}` : "";
      return gridBundle({
        head: rows,
        columns: [...names, "keys", "wal"].map((name) => ({ name })),
        rows: rows.length,
        caption: `${count(rows.length, "table")}${where}`,
        note: rows.length === 0 ? "Fill them with: deno task demo" : undefined,
      });
    }),
    then: (done, failed) => list().then(done, failed),
  };
}

/** An age as `3 s`, `5 min`, `2 h`, `14 days`, or `in the future`. */
function ageOf(ms: number): string {
  if (ms < 0) return "in the future";
  const units: [number, string][] = [[86_400_000, "days"], [3_600_000, "h"], [60_000, "min"]];
  const found = units.find(([size]) => ms >= 2 * size);
  return found ? `${Math.floor(ms / found[0])} ${found[1]}` : `${Math.floor(ms / 1000)} s`;
}
