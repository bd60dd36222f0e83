/** What the page and the library in the kernel say to each other about displays that follow something. */
import type { Freshness } from "./freshness.ts";

/** The mime type of a display that is live; its last output no longer has it. */
export const LIVE_MIME = "application/vnd.tributary.live+json";

/** The target of its comm. The page opens it with `{ id }`. */
export const LIVE_TARGET = "tributary.live";

/**
 * The class of the lines below a live display. The page says the same beside its buttons, and hides
 * them as long as these are there.
 */
export const LIVE_NOTE = "tributary-live-note";

/** A live display as it stands in the notebook, beside its HTML. */
export interface LiveOutput {
  /** Of this run of its cell. */
  id: string;
  /** Number of the update, from 1. */
  update: number;
  /** How fresh it is. @default not known: it follows a function */
  fresh?: Freshness;
}

/** From the page: what a button does. */
export interface LiveRequest {
  press: "pause" | "resume" | "stop";
}

/** To the page: when its comm opens, with each update, and after each change. */
export interface LiveState {
  /** Number of the newest update. */
  update: number;
  /**
   * When it has ended the page closes the comm: Jupyter sends what the kernel closes to all pages, and
   * those that do not know that comm report an error.
   */
  state: "running" | "paused" | "stopped" | "ended";
  /** Since when, milliseconds since 1970 by the kernel's clock. */
  since: number;
}
