import { findStack } from "../../stack/mod.ts";
import { askRest } from "../../questdb/rest.ts";

/** A function of QuestDB. */
export interface SqlFunction {
  name: string;
  signature: string;
}

/** What a statement can name. */
export interface SqlNames {
  /** Columns with their types, by table. */
  tables: Map<string, { name: string; type: string }[]>;
  functions: SqlFunction[];
}

const NONE: SqlNames = { tables: new Map(), functions: [] };

/** Milliseconds for which the names are good; older ones are used while new ones are fetched. */
const FRESH = 20_000;

/** QuestDB's catalog, kept in memory: a request never waits for the database for long. */
export class SqlCatalog {
  #names = NONE;
  #fetched = -Infinity;
  #fetching: Promise<void> | undefined;
  readonly #fetch: () => Promise<SqlNames>;

  constructor(fetch: () => Promise<SqlNames> = fetchNames) {
    this.#fetch = fetch;
  }

  /** The names as last known. The first time it waits at most as many milliseconds. */
  async names(patience = 500): Promise<SqlNames> {
    if (performance.now() - this.#fetched > FRESH) {
      this.#fetching ??= this.#fetch().then((names) => {
        this.#names = names;
      }, () => {
        // Without a database there are keywords only; the query itself says what is wrong.
      }).finally(() => {
        this.#fetched = performance.now();
        this.#fetching = undefined;
      });
      if (this.#names === NONE) {
        const late = Promise.withResolvers<void>();
        const timer = setTimeout(late.resolve, patience);
        await Promise.race([this.#fetching, late.promise]);
        clearTimeout(timer);
      }
    }
    return this.#names;
  }
}

async function fetchNames(): Promise<SqlNames> {
  const { endpoints: { questdb } } = await findStack({ need: ["questdb"] });
  const signal = AbortSignal.timeout(10_000);
  const [columns, functions] = await Promise.all([
    askRest<{ table: string; name: string; type: string }>(
      questdb,
      `select table_name "table", column_name name, data_type type
        from information_schema.columns()`,
      { signal },
    ),
    askRest<{ name: string; signature: string }>(
      questdb,
      "select name, signature_translated signature from functions() order by name",
      { signal },
    ),
  ]);
  const tables: SqlNames["tables"] = new Map();
  for (const { table, name, type } of columns.rows) {
    if (!table.startsWith(questdb.prefix ?? "")) continue;
    if (!tables.has(table)) tables.set(table, []);
    tables.get(table)!.push({ name, type });
  }
  return { tables, functions: functions.rows.filter(({ name }) => /^[a-z]\w*$/i.test(name)) };
}
