/// <reference lib="dom" />
/** The chart of a result, with what it draws. */
import { element } from "../../../lib/jupyter/lab/extension/elements.ts";
import type { SqlAnswer } from "../../sql/sql_answer.ts";
import { figureView } from "../views/figure_view.ts";
import {
  CHART_KINDS,
  type ChartChoice,
  type ChartColumn,
  chartColumns,
  columnsFor,
  FIELDS,
  figureOf,
  fittingChart,
  isChartKind,
  missingField,
  withKind,
} from "./chart_choice.ts";
import { emptyAnswer } from "./empty_answer.ts";
import { chartRows } from "./result_rows.ts";

/** The place of a chart. */
export interface ChartPanel {
  /** Draws a result. @param wanted What a link says. */
  show(answer: SqlAnswer, wanted?: ChartChoice): void;
  readonly choice: ChartChoice | undefined;
  resize(): void;
}

const HEIGHT = 360;

/** Fills a box. @param changed Called when the reader chose something else. */
export function chartPanel(box: HTMLElement, changed: () => void): ChartPanel {
  const controls = element("div", { className: "sql-fields" });
  const place = element("div", { className: "sql-figure" });
  const message = element("p", { className: "summary" });
  box.append(controls, message, place);
  let columns: ChartColumn[] = [];
  let rows: Record<string, unknown>[] = [];
  let choice: ChartChoice | undefined;

  function draw(): void {
    controls.replaceChildren();
    place.replaceChildren();
    if (!choice) {
      message.textContent = rows.length === 0
        ? "There are no rows to draw"
        : "A chart needs a column of numbers";
      return;
    }
    controls.append(
      select("Chart", Object.entries(CHART_KINDS), choice.kind, (value) => {
        if (isChartKind(value)) choose(withKind(choice!, { kind: value, columns }));
      }),
      ...(["x", "series", "y"] as const).flatMap((field) => {
        const wanted = FIELDS[choice!.kind][field];
        if (!wanted) return [];
        const { label, optional } = wanted;
        const names = columnsFor(wanted, columns).map(({ name }) => [name, name] as const);
        const none = optional || choice![field] === "" ? [["", "–"] as const] : [];
        return [
          select(label, [...none, ...names], choice![field], (value) => choose({ [field]: value })),
        ];
      }),
    );
    const missing = missingField(choice);
    if (missing) {
      message.textContent = `Choose a column: ${missing}`;
      return;
    }
    const holder = element("div");
    place.append(holder);
    try {
      figureView(figureOf(choice), {
        box: holder,
        height: HEIGHT,
        title: "Chart of the result",
        id: "sql-chart",
      }).update({ rows, answer: emptyAnswer });
      message.textContent = "";
    } catch (error) {
      message.textContent = error instanceof Error ? error.message : String(error);
    }
  }

  function choose(change: Partial<ChartChoice>): void {
    choice = { ...choice!, ...change };
    draw();
    changed();
  }

  return {
    show(answer, wanted) {
      rows = chartRows(answer);
      columns = chartColumns(answer.columns.map(({ name }) => name), rows);
      choice = fittingChart(wanted ?? choice, columns);
      draw();
    },
    get choice() {
      return choice;
    },
    resize: draw,
  };
}

function select(
  label: string,
  options: readonly (readonly [string, string])[],
  value: string,
  choose: (value: string) => void,
): HTMLElement {
  const field = element(
    "select",
    {},
    ...options.map(([value, text]) => element("option", { value }, text)),
  );
  field.value = value;
  field.addEventListener("change", () => {
    choose(field.value);
    // The controls are made again: the focus stays where it was.
    [...document.querySelectorAll<HTMLSelectElement>(".sql-fields select")]
      .find((other) => other.parentElement?.textContent?.startsWith(label))?.focus();
  });
  return element("label", {}, element("span", {}, label), field);
}
