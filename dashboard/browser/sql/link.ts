/** The query and its chart in the fragment of the URL, which never reaches a server. */
import { type ChartChoice, isChartKind } from "./chart_choice.ts";

/** What a link shows. */
export interface Linked {
  sql: string;
  chart?: ChartChoice;
}

/** The fragment of a link, with its `#`. */
export function fragmentOf({ sql, chart }: Linked): string {
  const parts = new URLSearchParams({ q: sql });
  if (chart) {
    for (const [name, value] of Object.entries(chart)) if (value) parts.set(name, value);
  }
  return `#${parts}`;
}

/** Reads a fragment; undefined if it has no query. */
export function linkedIn(fragment: string): Linked | undefined {
  const parts = new URLSearchParams(fragment.replace(/^#/, ""));
  const sql = parts.get("q");
  if (!sql) return undefined;
  const kind = parts.get("kind") ?? "";
  if (!isChartKind(kind)) return { sql };
  const column = (name: string) => parts.get(name) ?? "";
  return { sql, chart: { kind, x: column("x"), y: column("y"), series: column("series") } };
}
