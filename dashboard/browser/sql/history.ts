/// <reference lib="dom" />
/** The queries that were run in this browser. They stay in it. */

/** A query that was run. */
export interface Entry {
  sql: string;
  /** Milliseconds since 1970. */
  at: number;
}

const KEY = "tributary-sql-history";
const MOST = 50;
/** Characters of a query that is kept. */
const LONGEST = 20_000;

/** Adds a query in front; the same one is moved there. */
export function withEntry(entries: readonly Entry[], entry: Entry): Entry[] {
  return [entry, ...entries.filter(({ sql }) => sql !== entry.sql)].slice(0, MOST);
}

/** Reads what is stored; what is not an entry, as of another version, is left out. */
export function entriesOf(stored: string | null): Entry[] {
  try {
    const found: unknown = JSON.parse(stored ?? "[]");
    return Array.isArray(found)
      ? found.filter((one) => typeof one?.sql === "string" && typeof one.at === "number")
      : [];
  } catch {
    return [];
  }
}

/** The history, of all tabs of this browser. */
export const queryHistory = {
  list(): Entry[] {
    try {
      return entriesOf(localStorage.getItem(KEY));
    } catch {
      return []; // nothing may be stored
    }
  },
  add(sql: string): void {
    if (sql.length > LONGEST) return;
    try {
      const next = withEntry(queryHistory.list(), { sql, at: Date.now() });
      localStorage.setItem(KEY, JSON.stringify(next));
    } catch {
      // Nothing may be stored: there is no history.
    }
  },
  clear(): void {
    try {
      localStorage.removeItem(KEY);
    } catch {
      // Nothing was stored.
    }
  },
};
