/** The components, one line each: their code is loaded by pages that use them. */
import type { defineComponent } from "./define_component.ts";

/** How to load a component. */
export type LoadComponent = () => Promise<{ default: ReturnType<typeof defineComponent> }>;

/** All components by their names: `sql_editor: () => import("./sql_editor.ts")`. */
export const components: Readonly<Record<string, LoadComponent>> = {
  delivery_map: () => import("./delivery_map.ts"),
  popular: () => import("./popular.ts"),
  sql_editor: () => import("./sql_editor.ts"),
  topic_messages: () => import("./topic_messages.ts"),
};
