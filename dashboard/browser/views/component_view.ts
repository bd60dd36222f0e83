/// <reference lib="dom" />
import type { View } from "../../view.ts";
import type { Component, ComponentContext } from "../components/define_component.ts";
import { components } from "../components/mod.ts";
import type { Place, Shown, ShownView } from "./shown_view.ts";

/** Loads a component into its place. */
export function componentView(
  { name, options = {}, needsRows = false }: View & { kind: "component" },
  place: Place,
  page: Pick<ComponentContext, "param" | "setParams">,
): ShownView {
  let component: Component | undefined;
  let last: Shown | undefined;
  const load = components[name];
  if (!load) throw new Error(`There is no component ${name}: add it to components/mod.ts`);
  void load().then(({ default: make }) => {
    component = make({ ...place, ...page, options });
    if (last) component.update?.(last);
  }).catch((error) => {
    place.box.textContent = "This part cannot be loaded: reload the page";
    console.error(error);
  });
  return {
    standing: !needsRows,
    update(shown) {
      last = shown;
      component?.update?.(shown);
    },
    resize: () => component?.resize?.(),
  };
}
