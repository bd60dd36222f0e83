import { literal } from "../../questdb/literal.ts";

/** A function of QuestDB. */
export interface SqlFunction {
  name: string;
  signature: string;
}

/** A column. */
export interface SqlColumn {
  name: string;
  /** As the catalog of PostgreSQL calls it: QuestDB's own type is that of `columnsOf()`. */
  type: string;
}

/** What a statement can name. */
export interface SqlNames {
  /** Columns by table. */
  tables: Map<string, SqlColumn[]>;
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

  /** The columns of a known table with QuestDB's types, if it says them in time. */
  async columnsOf(table: string, patience = 500): Promise<SqlColumn[]> {
    const known = this.#names.tables.get(table) ?? [];
    const asked = fetchColumns(table).catch(() => known); // As names(): the query says what is wrong.
    return await inTime(asked, patience) ?? known;
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
      if (this.#names === NONE) await inTime(this.#fetching, patience);
    }
    return this.#names;
  }
}

async function inTime<T>(value: Promise<T>, patience: number): Promise<T | undefined> {
  const late = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => late.resolve(undefined), patience);
  try {
    return await Promise.race([value, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** What asks the database, loaded when a statement is first written: completion of code starts sooner. */
async function database() {
  const [{ findStack }, { askRest }] = await Promise.all([
    import("../../stack/mod.ts"),
    import("../../questdb/rest.ts"),
  ]);
  const { endpoints: { questdb } } = await findStack({ need: ["questdb"] });
  return { questdb, askRest };
}

async function fetchColumns(table: string): Promise<SqlColumn[]> {
  const { questdb, askRest } = await database();
  const { rows } = await askRest<{ name: string; type: string }>(
    questdb,
    `select "column" name, type from table_columns(${literal(table)})`,
    { signal: AbortSignal.timeout(5_000) },
  );
  return rows;
}

async function fetchNames(): Promise<SqlNames> {
  const { questdb, askRest } = await database();
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
