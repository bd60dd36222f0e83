/// <reference lib="dom" />
/** A result: table or chart, and its files. */
import { element } from "../../../lib/jupyter/lab/extension/elements.ts";
import { exact } from "../../../lib/numbers.ts";
import type { SqlAnswer } from "../../sql/sql_answer.ts";
import { tableView } from "../views/table_view.ts";
import { AskError, askFile } from "./ask_sql.ts";
import type { ChartChoice } from "./chart_choice.ts";
import { type ChartPanel, chartPanel } from "./chart_panel.ts";
import { emptyAnswer } from "./empty_answer.ts";
import { tableRows } from "./result_rows.ts";

/** The place of results. */
export interface Results {
  /** Shows a result. @param chart What a link draws. */
  show(sql: string, answer: SqlAnswer, chart?: ChartChoice): void;
  clear(): void;
  /** What is drawn, if the chart is shown. */
  readonly chart: ChartChoice | undefined;
  resize(): void;
}

/** Options for {@linkcode openResults}. */
export interface ResultsOptions {
  /** Called when another chart is chosen. */
  changed(): void;
  /** Tells of a file. */
  say(text: string): void;
}

const TABLE_HEIGHT = 440;

/** Fills a box. */
export function openResults(box: HTMLElement, { changed, say }: ResultsOptions): Results {
  let last: { sql: string; answer: SqlAnswer } | undefined;
  let tab: "table" | "chart" = "table";
  let chart: ChartPanel | undefined;
  const body = element("div", { id: "sql-result" });
  body.setAttribute("role", "tabpanel");
  const tabs = element("div", { className: "sql-tabs sql-bar" });
  tabs.setAttribute("role", "tablist");
  tabs.setAttribute("aria-label", "Result");
  const buttons = (["table", "chart"] as const).map((name) => {
    const button = element("button", { type: "button", id: `sql-tab-${name}` }, titled(name));
    button.setAttribute("role", "tab");
    button.setAttribute("aria-controls", body.id);
    button.addEventListener("click", () => open(name));
    tabs.append(button);
    return { name, button };
  });
  tabs.addEventListener("keydown", ({ key }) => {
    if (key !== "ArrowLeft" && key !== "ArrowRight") return;
    open(tab === "table" ? "chart" : "table");
    buttons.find(({ name }) => name === tab)!.button.focus();
  });
  const files = element("div", { className: "sql-bar" });
  for (const format of ["csv", "parquet"] as const) {
    const label = format === "csv" ? "CSV" : "Parquet";
    const button = element("button", { type: "button" }, `Download ${label}`);
    button.addEventListener("click", () => void download(format, button));
    files.append(button);
  }
  const head = element("div", { className: "sql-result-head" }, tabs, files);

  function open(name: typeof tab, wanted?: ChartChoice): void {
    tab = name;
    for (const { name, button } of buttons) {
      button.setAttribute("aria-selected", String(name === tab));
      button.tabIndex = name === tab ? 0 : -1;
    }
    body.setAttribute("aria-labelledby", `sql-tab-${tab}`);
    const place = element("div");
    body.replaceChildren(place);
    if (!last) return;
    const { answer } = last;
    if (tab === "table") {
      chart = undefined;
      const columns = answer.columns.map(({ name }) => ({ name, label: name }));
      tableView({ kind: "table", columns, filter: true }, {
        box: place,
        height: TABLE_HEIGHT,
        title: "Result",
        id: "sql-table",
      }).update({ rows: tableRows(answer), answer: emptyAnswer });
    } else {
      chart = chartPanel(place, changed);
      chart.show(answer, wanted ?? kept);
      kept = chart.choice;
    }
    changed();
  }
  let kept: ChartChoice | undefined;

  async function download(format: "csv" | "parquet", button: HTMLButtonElement): Promise<void> {
    if (!last) return;
    button.disabled = true;
    say(`Writing query.${format} …`);
    try {
      const { file, rows, cut } = await askFile(last.sql, format, leaving.signal);
      const url = URL.createObjectURL(file);
      element("a", { href: url, download: `query.${format}` }).click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
      const more = cut ? "; more rows are left out" : "";
      say(`query.${format} has ${exact(rows)} ${rows === 1 ? "row" : "rows"}${more}`);
    } catch (error) {
      say(error instanceof AskError ? error.message : "The file cannot be fetched: try again");
    } finally {
      button.disabled = false;
    }
  }
  const leaving = new AbortController();
  addEventListener("pagehide", () => leaving.abort());

  return {
    show(sql, answer, wanted) {
      last = { sql, answer };
      box.replaceChildren(head, body);
      if (tab === "chart") kept = chart?.choice ?? kept;
      open(wanted ? "chart" : tab, wanted);
    },
    clear() {
      last = undefined;
      box.replaceChildren();
    },
    get chart() {
      return tab === "chart" ? chart?.choice : undefined;
    },
    resize: () => chart?.resize(),
  };
}

function titled(name: string): string {
  return name[0]!.toUpperCase() + name.slice(1);
}
