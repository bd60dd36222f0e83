/// <reference lib="dom" />
import { element } from "../../../lib/jupyter/lab/extension/elements.ts";
import { exact } from "../../../lib/numbers.ts";
import type { TableColumn, View } from "../../view.ts";
import { cells } from "../format.ts";
import type { Place, Shown, ShownView } from "./shown_view.ts";

type TableView = View & { kind: "table" };
type Cells = Record<string, unknown>;

/** Formats of numbers. */
const NUMERIC = /^(compact|money|percent|rate|bytes|duration)$/;
/** Rows that are in the page at most: all of them can be sorted and filtered. */
const MOST = 500;

/** A table with columns that sort, and a field that filters. */
export function tableView(view: TableView, { box, title, height }: Place): ShownView {
  const body = element("tbody");
  const head = element("tr");
  const summary = element("p", { className: "summary" });
  const scroller = element(
    "div",
    { className: "scroller", tabIndex: 0 },
    element("table", {}, element("thead", {}, head), body),
  );
  scroller.setAttribute("role", "region");
  scroller.setAttribute("aria-label", `${title}: table`);
  scroller.style.maxHeight = `${Math.max(160, height)}px`;
  const field = element("input", { type: "search", placeholder: "Filter rows" });
  field.setAttribute("aria-label", `Filter the rows of ${title}`);
  if (view.filter) box.append(field);
  box.append(scroller, summary);
  let sort = view.sort;
  let shown: Shown | undefined;
  let seen: Set<unknown> | undefined;
  let numeric: ReadonlySet<string> = new Set();
  field.addEventListener("input", () => draw());

  function draw(): void {
    if (!shown) return;
    const all = shown.rows as readonly Cells[];
    const columns = view.columns ?? columnsOf(all);
    numeric = new Set(columns.filter((column) => isNumbers(column, all)).map(({ name }) => name));
    const wanted = field.value.trim().toLowerCase();
    const rows = wanted
      ? all.filter((row) => columns.some(({ name }) => contains(row[name], wanted)))
      : [...all];
    if (sort) {
      const { name, descending } = sort;
      rows.sort((a, b) => compare(a[name], b[name]) * (descending ? -1 : 1));
    }
    head.replaceChildren(
      ...columns.map(heading),
      ...(view.commands ?? []).map(() =>
        element("th", { scope: "col", className: "command" }, "command")
      ),
    );
    const writers = columns.map((column) => cells(all.map((row) => row[column.name]), column));
    const top = scroller.scrollTop;
    body.replaceChildren(
      ...rows.slice(0, MOST).map((row) =>
        element(
          "tr",
          { className: isNew(row) ? "new" : "" },
          ...columns.map((column, i) => cellOf(column, row, writers[i]!)),
          ...(view.commands ?? []).map(({ name, label }) =>
            element("td", {}, copyButton(String(row[name] ?? ""), label))
          ),
        )
      ),
    );
    scroller.scrollTop = top;
    const count = shown.more ?? all.length;
    const drawn = Math.min(MOST, rows.length);
    summary.textContent = drawn < count ? `${exact(drawn)} of ${exact(count)} rows` : "";
  }

  function isNew(row: Cells): boolean {
    return view.key !== undefined && seen !== undefined && !seen.has(row[view.key]);
  }

  function heading(column: TableColumn): HTMLElement {
    const { name, label = name.replaceAll("_", " "), wide } = column;
    const button = element("button", { type: "button" }, label);
    const cell = element("th", { scope: "col", className: wide ? "wide" : "" }, button);
    if (sort?.name === name) {
      cell.setAttribute("aria-sort", sort.descending ? "descending" : "ascending");
    }
    if (isNumeric(name)) cell.classList.add("number");
    button.addEventListener("click", () => {
      const descending = sort?.name === name ? !sort.descending : isNumeric(name);
      sort = { name, descending };
      draw();
      const again = [...head.children].find((one) => one.textContent === label);
      again?.querySelector("button")?.focus();
    });
    return cell;
  }

  function cellOf(column: TableColumn, row: Cells, write: (value: unknown) => Node | string) {
    const { name, link, wide, format } = column;
    const content = write(row[name]);
    const target = link && row[link];
    const time = row[name] instanceof Date ? " time" : "";
    const isOurs = typeof target === "string" && /^[/?](?!\/)/.test(target);
    return element(
      "td",
      {
        className: `${isNumeric(name) ? "number" : ""}${wide ? " wide" : ""}${time} ${
          format ?? ""
        }`,
      },
      isOurs ? element("a", { href: target }, content) : content,
    );
  }

  function isNumeric(name: string): boolean {
    return numeric.has(name);
  }

  return {
    update(next) {
      seen = view.key !== undefined && shown
        ? new Set(shown.rows.map((row) => row[view.key!]))
        : undefined;
      shown = next;
      // A selection or an opened value is not taken away under the reader.
      if (body.contains(document.getSelection()?.anchorNode ?? null) && hasSelection()) return;
      if (body.querySelector("details[open]")) return;
      draw();
    },
  };
}

function hasSelection(): boolean {
  return document.getSelection()?.isCollapsed === false;
}

function isNumbers({ name, format = "auto" }: TableColumn, rows: readonly Cells[]): boolean {
  return NUMERIC.test(format) ||
    rows.some((row) => ["number", "bigint"].includes(typeof row[name]));
}

function columnsOf(rows: readonly Cells[]): TableColumn[] {
  return [...new Set(rows.slice(0, 100).flatMap((row) => Object.keys(row)))].map((name) => ({
    name,
  }));
}

function contains(value: unknown, wanted: string): boolean {
  return value !== null && value !== undefined && String(value).toLowerCase().includes(wanted);
}

function compare(a: unknown, b: unknown): number {
  const empty = (value: unknown) => value === null || value === undefined;
  if (empty(a) || empty(b)) return Number(empty(a)) - Number(empty(b));
  if (typeof a === "string" && typeof b === "string") return a.localeCompare(b, "en");
  return (a as number) < (b as number) ? -1 : (a as number) > (b as number) ? 1 : 0;
}

function copyButton(command: string, label: string): HTMLElement {
  const button = element("button", { type: "button", className: "copy", title: command }, label);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(command);
      button.textContent = "Copied";
    } catch {
      button.textContent = command; // no clipboard here: to be copied by hand
    }
  });
  return button;
}
