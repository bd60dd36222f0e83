import type { View } from "../../view.ts";
import type { ComponentContext } from "../components/define_component.ts";
import { componentView } from "./component_view.ts";
import { figureView } from "./figure_view.ts";
import { metricsView } from "./metrics_view.ts";
import type { Place, ShownView } from "./shown_view.ts";
import { tableView } from "./table_view.ts";
import { textView } from "./text_view.ts";

/** Puts a view into its place. */
export function showView(
  view: View,
  place: Place,
  page: Pick<ComponentContext, "param" | "setParams">,
): ShownView {
  switch (view.kind) {
    case "metrics":
      return metricsView(view, place);
    case "table":
      return tableView(view, place);
    case "text":
      return textView(place);
    case "component":
      return componentView(view, place, page);
    default:
      return figureView(view, place);
  }
}
