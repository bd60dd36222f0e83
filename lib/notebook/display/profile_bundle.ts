import type { ColumnProfile, Profile } from "../../questdb/profile.ts";
import { exact, isIdentifier } from "../../numbers.ts";
import { formatTable } from "../../table.ts";
import { count, readable } from "../readable.ts";
import type { Bundle } from "./bundle.ts";
import { escapeHtml } from "./html.ts";
import { barsSvg, sparkline } from "./spark.ts";
import { styledHtml } from "./style.ts";

/** The names of what `factsOf` returns. */
export const PROFILE_FACTS = [
  "column",
  "type",
  "nulls",
  "distinct",
  "min",
  "quartiles",
  "max",
  "mean",
];

/**
 * A profile as a table with a row for each column.
 *
 * @param empty Why there are no rows, if so.
 */
export function profileBundle(profile: Profile, empty: string | undefined): Bundle {
  const { rows, sample, columns } = profile;
  const approx = sample < rows;
  const caption = `${count(rows, "row")} × ${count(columns.length, "column")}`;
  const note = empty ??
    (approx
      ? `≈ distinct, quartiles, top values and histograms of numbers come from the last ${
        count(sample, "row")
      }`
      : "");
  const facts = columns.map((column) => factsOf(column, { rows, approx }));
  const shape = (column: ColumnProfile) =>
    `<td class="dist">${
      column.histogram ? barsSvg(column.histogram.counts, histogramEnds(column)!.join(" to ")) : ""
    }` +
    `${escapeHtml(topText(column, Math.min(rows, sample)))}</td>`;
  const lines = columns.map((column, i) => {
    const cells = facts[i]!.map((fact, j) =>
      `<td${j > 1 ? ' class="num"' : ""}>${escapeHtml(fact)}</td>`
    );
    return `<tr>${cells.toSpliced(2, 0, shape(column)).join("")}</tr>`;
  });
  const heads = PROFILE_FACTS.map((head, j) => `<th${j > 1 ? ' class="num"' : ""}>${head}</th>`)
    .toSpliced(2, 0, "<th>distribution</th>");
  const markup = `<p>${caption}</p><table><thead><tr>${heads.join("")}</tr></thead>` +
    `<tbody>${lines.join("")}</tbody></table>` +
    (note ? `<p class="note">${escapeHtml(note)}</p>` : "");
  const plain = columns.map((column, i) => ({
    ...Object.fromEntries(PROFILE_FACTS.map((head, j) => [head, facts[i]![j]])),
    distribution: column.histogram
      ? sparkline(column.histogram.counts)
      : topText(column, Math.min(rows, sample)),
  }));
  const text = [caption, formatTable(plain, { maxRows: Infinity, maxWidth: 48 }), note];
  return { "text/html": styledHtml(markup), "text/plain": text.filter(Boolean).join("\n") };
}

/** The figures of a column as text, in the order of {@linkcode PROFILE_FACTS}. */
export function factsOf(
  column: ColumnProfile,
  { rows, approx }: { rows: number; approx: boolean },
) {
  const { name, type, nulls, distinct, min, max, mean, quartiles } = column;
  const share = nulls === 0 || rows === 0 ? "" : ` (${(100 * nulls / rows).toPrecision(2)} %)`;
  const short = (value: number | bigint | Date | null) =>
    value === null ? "" : value instanceof Date ? readable(value) : shortNumber(value, name);
  return [
    ...[name, type, `${exact(nulls)}${share}`],
    distinct === null ? "" : `${approx ? "≈ " : ""}${exact(distinct)}`,
    ...[short(min), quartiles?.map(short).join(" · ") ?? "", short(max), short(mean)],
  ];
}

/** Five significant digits; integers in full. */
function shortNumber(value: number | bigint, column: string): string {
  const short = typeof value === "bigint" || Number.isInteger(value)
    ? value
    : Number(value.toPrecision(5));
  return exact(short, isIdentifier(column));
}

/** Where the histogram of a column begins and ends; undefined if it has none. */
export function histogramEnds({ histogram, name }: ColumnProfile): [string, string] | undefined {
  const end = (value: number | Date) =>
    value instanceof Date ? readable(value) : shortNumber(value, name);
  return histogram ? [end(histogram.from), end(histogram.to)] : undefined;
}

/**
 * The most frequent values of a column of text, with their shares.
 *
 * @param rows Number of rows that were counted.
 */
export function topText({ top, histogram, distinct, count }: ColumnProfile, rows: number): string {
  if (top.length === 0 && !histogram && distinct) {
    return distinct > 0.99 * Math.min(count, rows)
      ? "all or nearly all different"
      : "many different";
  }
  return top.map(({ value, count }) => {
    const text = readable(value);
    const short = text.length > 24 ? `${text.slice(0, 23)}…` : text;
    return `${short} ${(100 * count / rows).toFixed(count / rows < 0.1 ? 1 : 0)}\u00a0%`;
  }).join(", ");
}
