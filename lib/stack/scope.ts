import type { Engine } from "./engines/define.ts";

/** Which engines, and the folder of which stack. */
export interface StackScope {
  /** @default engines */
  engines?: readonly Engine[];
  /** @default stackDir() */
  dir?: string;
}
