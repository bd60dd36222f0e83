/// <reference lib="dom" />
/** Code of a page's own in the browser, for panels with `view: { kind: "component", name }`. */
import type { Place, Shown } from "../views/shown_view.ts";

/** What a component works with. */
export interface ComponentContext extends Place {
  /** The view's `options`. */
  options: Readonly<Record<string, unknown>>;
  /** Reads a parameter of the page from the URL. */
  param(name: string): string;
  /** Writes parameters into the URL, which asks for all panels of the page again. */
  setParams(values: Readonly<Record<string, string>>): void;
}

/** A component in its place. */
export interface Component {
  /** Called with each new answer, if the panel has rows; also with none. */
  update?(shown: Shown): void;
  /** Called when the place has another width. */
  resize?(): void;
}

/** Declares a component: a function that fills its box. */
export function defineComponent(
  make: (context: ComponentContext) => Component,
): (context: ComponentContext) => Component {
  return make;
}
