/// <reference lib="dom" />
/** The tables with their columns, to be picked. */
import { element } from "../../../lib/jupyter/lab/extension/elements.ts";
import { compact } from "../../../lib/numbers.ts";
import type { SqlNames } from "../../sql/names.ts";
import { quotedIfNeeded } from "./completions.ts";

/** Fills a box. @param pick Called with the name of a table or column as SQL writes it. */
export function showTables(
  box: HTMLElement,
  { tables }: SqlNames,
  pick: (name: string) => void,
): void {
  const list = tables.map(({ name, rows, columns }) => {
    const details = element("details", { name: "sql-table" });
    details.append(element(
      "summary",
      {},
      element("span", { className: "name" }, name),
      element("span", { className: "count" }, rows === null ? "" : `${compact(rows)} rows`),
    ));
    details.addEventListener("toggle", () => {
      if (!details.open || details.childElementCount > 1) return;
      const insert = (name: string, label = name) => {
        const button = element("button", { type: "button", title: `Write ${name}` }, label);
        button.addEventListener("click", () => pick(quotedIfNeeded(name)));
        return button;
      };
      details.append(element(
        "ul",
        {},
        element("li", {}, insert(name, "insert the table's name")),
        ...columns.map((column) =>
          element(
            "li",
            {},
            insert(column.name),
            element("span", {}, column.type.toLowerCase()),
          )
        ),
      ));
    });
    return details;
  });
  const isWide = matchMedia("(min-width: 1000px)").matches;
  const all = element("details", { open: isWide });
  all.append(
    element("summary", {}, element("span", { className: "name" }, `Tables (${tables.length})`)),
    element("div", { className: "all" }, ...list),
  );
  box.replaceChildren(all);
}
