import type { Row } from "../../questdb/answer.ts";
import { type ColumnProfile, type Profile, profileOf } from "../../questdb/profile.ts";
import { formatTable } from "../../table.ts";
import { originOf } from "../query/rows_origin.ts";
import { type Bundle, DISPLAY, type Displayable, displayable } from "./bundle.ts";
import { readable } from "./cell_format.ts";
import { withQuestdb } from "../query/engine.ts";
import { count } from "./data_grid.ts";
import { escapeHtml } from "./html.ts";
import { profileRows } from "../query/profile_rows.ts";
import { explained } from "../query/run_query.ts";
import { asked, type Source } from "../query/table_like.ts";
import { barsSvg, sparkline } from "./spark.ts";
import { signalOf } from "../stop.ts";
import { dressedHtml } from "./style.ts";
import { typesOf } from "../query/types_of.ts";
import { whyEmpty } from "../query/why_empty.ts";

/** What {@linkcode describe} takes. */
export interface DescribeOptions {
  /** Above so many rows, quartiles, distinct and top values are of the last ones. @default 100000 */
  sample?: number;
  /** Ends asking, besides Stop. */
  signal?: AbortSignal;
}

/** A profile that shows itself; `await` it for the figures. */
export interface Description extends Displayable, PromiseLike<Profile> {}

/**
 * Describes every column of rows, a query, a stream or a table: type, nulls, distinct values, range,
 * quartiles, mean, top values and a small histogram. For all but rows the database is asked.
 */
export function describe(source: Source, options: DescribeOptions = {}): Description {
  let made: Promise<{ profile: Profile; text?: string | undefined }> | undefined;
  const profile = () => made ??= profiled(source, options);
  return {
    ...displayable(async () => {
      const { profile: found, text } = await profile();
      return bundleOf(found, found.rows === 0 ? await whyEmpty(text) : undefined);
    }),
    then: (done, failed) => profile().then((made) => shown(made)).then(done, failed),
  };
}

/** A profile that still shows itself, where it was awaited. */
function shown({ profile, text }: { profile: Profile; text?: string | undefined }): Profile {
  const value = async () =>
    bundleOf(profile, profile.rows === 0 ? await whyEmpty(text) : undefined);
  return Object.defineProperty(profile, DISPLAY, { value, enumerable: false });
}

async function profiled(source: Source, options: DescribeOptions) {
  if (Array.isArray(source)) {
    const rows = source as readonly Row[];
    const origin = originOf(rows);
    return { profile: profileRows(rows, origin?.columns ?? typesOf(rows)), text: origin?.text };
  }
  const { sample = 100_000 } = options;
  const signal = signalOf(options.signal);
  return await withQuestdb(async (at) => {
    const { from, text } = await asked(source as Exclude<Source, readonly object[]>, at);
    return {
      text,
      profile: await profileOf(at.endpoint, from, { sample, signal })
        .catch((error) => explained(at, text, error)),
    };
  });
}

const HEADS = ["column", "type", "nulls", "distinct", "min", "quartiles", "max", "mean"];

function bundleOf(profile: Profile, empty: string | undefined): Bundle {
  const { rows, sample, columns } = profile;
  const approx = sample < rows;
  const caption = `${count(rows, "row")} × ${count(columns.length, "column")}`;
  const note = empty ??
    (approx
      ? `≈ distinct, quartiles, top values and histograms of numbers are of the last ${
        count(sample, "row")
      }`
      : "");
  const facts = columns.map((column) => factsOf(column, { rows, approx }));
  const shape = (column: ColumnProfile) =>
    `<td class="dist">${
      column.histogram ? barsSvg(column.histogram.counts, rangeText(column)) : ""
    }` +
    `${escapeHtml(topText(column, Math.min(rows, sample)))}</td>`;
  const lines = columns.map((column, i) => {
    const cells = facts[i]!.map((fact, j) =>
      `<td${j > 1 ? ' class="num"' : ""}>${escapeHtml(fact)}</td>`
    );
    return `<tr>${cells.toSpliced(2, 0, shape(column)).join("")}</tr>`;
  });
  const heads = HEADS.map((head, j) => `<th${j > 1 ? ' class="num"' : ""}>${head}</th>`)
    .toSpliced(2, 0, "<th>distribution</th>");
  const markup = `<p>${caption}</p><table><thead><tr>${heads.join("")}</tr></thead>` +
    `<tbody>${lines.join("")}</tbody></table>` +
    (note ? `<p class="note">${escapeHtml(note)}</p>` : "");
  const plain = columns.map((column, i) => ({
    ...Object.fromEntries(HEADS.map((head, j) => [head, facts[i]![j]])),
    distribution: column.histogram
      ? sparkline(column.histogram.counts)
      : topText(column, Math.min(rows, sample)),
  }));
  const text = [caption, formatTable(plain, { maxRows: Infinity, maxWidth: 48 }), note];
  return { "text/html": dressedHtml(markup), "text/plain": text.filter(Boolean).join("\n") };
}

function factsOf(column: ColumnProfile, { rows, approx }: { rows: number; approx: boolean }) {
  const { name, type, nulls, distinct, min, max, mean, quartiles } = column;
  const share = nulls === 0 || rows === 0 ? "" : ` (${(100 * nulls / rows).toPrecision(2)} %)`;
  const short = (value: number | Date | null) =>
    value === null ? "" : value instanceof Date ? readable(value) : shortNumber(value);
  return [
    ...[name, type, `${nulls.toLocaleString("en")}${share}`],
    distinct === null ? "" : `${approx ? "≈ " : ""}${distinct.toLocaleString("en")}`,
    ...[short(min), quartiles?.map(short).join(" · ") ?? "", short(max), short(mean)],
  ];
}

/** Five digits that count; whole numbers whole. */
function shortNumber(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(5)));
}

function rangeText({ histogram }: ColumnProfile): string {
  const end = (value: number | Date) =>
    value instanceof Date ? readable(value) : shortNumber(value);
  return histogram ? `${end(histogram.from)} to ${end(histogram.to)}` : "";
}

function topText({ top, histogram, distinct, count }: ColumnProfile, rows: number): string {
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
