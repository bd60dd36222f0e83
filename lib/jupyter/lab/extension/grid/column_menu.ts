/// <reference lib="dom" />
import type { ColumnFilter, FilterIs } from "../../../../questdb/slices/filter.ts";
import { element, histogramSvg } from "./elements.ts";
import type { GridColumn, GridProfile, GridView } from "./protocol.ts";

/** The names of the filters for people. */
export const FILTER_NAMES: Record<FilterIs, string> = {
  contains: "contains",
  equals: "=",
  less: "<",
  greater: ">",
  between: "between",
  null: "is null",
  present: "is not null",
};

/** What a column's menu shows and does. */
export interface ColumnMenuOptions {
  column: GridColumn;
  view: GridView;
  profile(): Promise<GridProfile>;
  sort(descending: boolean | undefined): void;
  filter(filter: ColumnFilter | undefined): void;
  close(): void;
}

/** The menu of a column: its order, its filter, and its profile, which the kernel is asked for. */
export function columnMenu(options: ColumnMenuOptions): HTMLElement {
  const { column, view: { sort }, close } = options;
  const menu = element("div", { className: "trb-grid-menu", role: "dialog" }, [
    element("b", { textContent: column.name }),
  ]);
  menu.setAttribute("aria-label", `Column ${column.name}`);
  if (column.sortable) {
    const current = sort?.column === column.name ? sort.descending : undefined;
    const button = (label: string, descending: boolean | undefined) => {
      const made = element("button", { type: "button", textContent: label });
      made.setAttribute("aria-pressed", String(current === descending));
      made.onclick = () => options.sort(descending);
      return made;
    };
    menu.append(element("div", { className: "row" }, [
      ...[button("▲ ascending", false), button("▼ descending", true)],
      ...current === undefined ? [] : [button("unsorted", undefined)],
    ]));
  }
  if (column.filters.length > 0) menu.append(filterForm(options));
  const profile = element("div", { textContent: "Asking for its profile …" });
  menu.append(profile);
  options.profile().then(
    (found) => profile.replaceChildren(...profileNodes(found)),
    (error: Error) => profile.textContent = error.message,
  );
  menu.onkeydown = (event) => {
    event.stopPropagation();
    if (event.key === "Escape") close();
  };
  return menu;
}

function filterForm({ column, view: { filters }, filter }: ColumnMenuOptions): HTMLFormElement {
  const current = filters.find((filter) => filter.column === column.name);
  const is = element("select", { ariaLabel: "Filter" });
  is.append(...column.filters.map((value) => new Option(FILTER_NAMES[value], value)));
  is.value = current?.is ?? column.filters[0]!;
  const text = (value: string | undefined, label: string) =>
    element("input", { value: value ?? "", placeholder: label, ariaLabel: label });
  const value = text(current?.value, /^bool/i.test(column.type) ? "true or false" : "value");
  const to = text(current?.to, "to");
  const show = () => {
    value.hidden = is.value === "null" || is.value === "present";
    to.hidden = is.value !== "between";
  };
  is.onchange = show;
  show();
  const apply = element("button", { type: "submit", textContent: "Filter" });
  const clear = element("button", { type: "button", textContent: "No filter" });
  clear.onclick = () => filter(undefined);
  const form = element("form", {}, [
    is,
    element("div", { className: "row" }, [value, to]),
    element("div", { className: "row" }, [apply, ...current ? [clear] : []]),
  ]);
  form.onsubmit = (event) => {
    event.preventDefault();
    filter({
      column: column.name,
      is: is.value as FilterIs,
      ...value.hidden ? {} : { value: value.value },
      ...to.hidden ? {} : { to: to.value },
    });
  };
  return form;
}

function profileNodes({ facts, histogram }: GridProfile): Node[] {
  const list = element(
    "dl",
    {},
    facts.flatMap(([name, text]) => [
      element("dt", { textContent: name }),
      element("dd", { textContent: text }),
    ]),
  );
  if (!histogram) return [list];
  const { counts, from, to } = histogram;
  const ends = [from, to].map((textContent) => element("span", { textContent }));
  return [histogramSvg(counts), element("div", { className: "ends" }, ends), list];
}
