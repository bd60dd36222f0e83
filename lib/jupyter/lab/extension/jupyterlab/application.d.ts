/** The parts of @jupyterlab/application that the extension uses. */
import type { Token } from "@lumino/coreutils";
import type { Widget } from "@lumino/widgets";

/** The application. */
export interface JupyterFrontEnd {
  readonly restored: Promise<void>;
  readonly shell: {
    readonly currentWidget: Widget | null;
    add(
      widget: Widget,
      area: "left" | "right" | "main",
      options?: { rank?: number; mode?: string },
    ): void;
    activateById(id: string): void;
  };
}

/** A part of the extension, which JupyterLab starts. */
export interface JupyterFrontEndPlugin {
  /** `tributary:name`. */
  id: string;
  description?: string;
  autoStart: boolean;
  // deno-lint-ignore no-explicit-any
  requires?: Token<any>[];
  // deno-lint-ignore no-explicit-any
  activate(app: JupyterFrontEnd, ...required: any[]): void;
}
